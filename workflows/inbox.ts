/**
 * Where updates become intents. A handler puts its intent in and waits for the verdict, at most 8 s and at most six at
 * a time: a run takes ten updates in flight, and waiting clients must keep out neither a webhook nor an operator.
 */
import { CancellationScope, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CancelRequest, CompleteRequest, CreateRequest } from '../domain/requests.ts';
import {
  cancelUpdate,
  completeUpdate,
  createUpdate,
  lookUpdate,
  refreshUpdate,
  type Verdict,
  webhookUpdate,
} from './contract.ts';

const VERDICT_WAIT = '8s';
const WAITING_AT_MOST = 6;

export type Intent =
  | { readonly kind: 'create'; readonly request: CreateRequest }
  | { readonly kind: 'complete'; readonly request: CompleteRequest }
  | { readonly kind: 'cancel'; readonly request: CancelRequest }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'look' };

/** An intent and, in time, what its client is told. */
export type Entry<Kind extends Intent = Intent> = { readonly intent: Kind; verdict?: Verdict };

export type Inbox = {
  readonly entries: Entry[];
  /** Has any update arrived in this run? */
  readonly isUsed: () => boolean;
};

export function openInbox(): Inbox {
  const entries: Entry[] = [];
  let waiting = 0;
  let isUsed = false;

  async function ask(intent: Intent): Promise<Verdict> {
    isUsed = true;
    const entry: Entry = { intent };
    entries.push(entry);
    if (waiting >= WAITING_AT_MOST) return { kind: 'pending' };
    waiting += 1;
    try {
      // Where a new run is to begin nobody waits: it begins when all are gone.
      const isOver = () => entry.verdict !== undefined || workflowInfo().continueAsNewSuggested;
      // A cancel request from the Web UI must not turn a client's answer into a failure.
      await CancellationScope.nonCancellable(async () => await condition(isOver, VERDICT_WAIT));
    } finally {
      waiting -= 1;
    }
    return entry.verdict ?? { kind: 'pending' };
  }

  /** Takes no place among those who wait; a look that has not begun yet serves all who asked for it. */
  function note(): Verdict {
    isUsed = true;
    if (!entries.some(({ intent }) => intent.kind === 'look')) entries.push({ intent: { kind: 'look' } });
    return { kind: 'pending' };
  }

  setHandler(createUpdate, async (request) => await ask({ kind: 'create', request }));
  setHandler(completeUpdate, async (request) => await ask({ kind: 'complete', request }));
  setHandler(cancelUpdate, async (request) => await ask({ kind: 'cancel', request }));
  setHandler(webhookUpdate, async () => note());
  setHandler(refreshUpdate, async () => await ask({ kind: 'refresh' }));
  setHandler(lookUpdate, async () => await ask({ kind: 'look' }));
  return { entries, isUsed: () => isUsed };
}
