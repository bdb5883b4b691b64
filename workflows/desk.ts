/**
 * Where operators ask: apart from the inbox of the clients, whose places they do not take and behind whom they do not
 * queue. What is asked amiss is answered at once, and never by a validator: that would leave an empty run open.
 */
import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import {
  type Parsed,
  parseResolve,
  parseRetry,
  type ResolveRequest,
  type RetryRequest,
} from '../domain/operator.ts';
import { type OperatorAnswer, resolveUpdate, retryUpdate } from './contract.ts';

const ANSWER_WAIT = '8s';
/** With the six of the inbox: one of the ten updates that a run takes at once is always free. */
const WAITING_AT_MOST = 3;

export type RetryEntry = { readonly kind: 'retry'; readonly request: RetryRequest; answer?: OperatorAnswer };
export type ResolveEntry = {
  readonly kind: 'resolve';
  readonly request: ResolveRequest;
  answer?: OperatorAnswer;
};
export type OperatorEntry = RetryEntry | ResolveEntry;

export type Desk = {
  readonly entries: OperatorEntry[];
  /** Has any operator asked in this run? */
  readonly isUsed: () => boolean;
};

export function openDesk(): Desk {
  const entries: OperatorEntry[] = [];
  let waiting = 0;
  let isUsed = false;

  async function ask(entry: OperatorEntry): Promise<OperatorAnswer> {
    entries.push(entry);
    if (waiting >= WAITING_AT_MOST) return { kind: 'pending' };
    waiting += 1;
    try {
      await CancellationScope.nonCancellable(
        async () => await condition(() => entry.answer !== undefined, ANSWER_WAIT),
      );
    } finally {
      waiting -= 1;
    }
    return entry.answer ?? { kind: 'pending' };
  }

  async function parsed<Request>(
    result: Parsed<Request>,
    toEntry: (request: Request) => OperatorEntry,
  ): Promise<OperatorAnswer> {
    isUsed = true;
    if ('faults' in result) return { kind: 'refused', code: 'INVALID_REQUEST', why: result.faults };
    return await ask(toEntry(result.request));
  }

  setHandler(retryUpdate, async (input: unknown) =>
    parsed(parseRetry(input), (request) => ({ kind: 'retry', request })),
  );
  setHandler(resolveUpdate, async (input: unknown) =>
    parsed(parseResolve(input), (request) => ({ kind: 'resolve', request })),
  );
  return { entries, isUsed: () => isUsed };
}
