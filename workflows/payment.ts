/**
 * One payment, from request to rest. The loop below owns the state: next turn → ask the gateway → decide by the table
 * → record. It is open only while something is outstanding; a later update opens it again, from what is committed.
 */
import {
  allHandlersFinished,
  CancellationScope,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PaymentStatus } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import { isRunning } from './background.ts';
import { historyQuery, type PaymentWorkflowInput, paymentQuery } from './contract.ts';
import { nextTurn } from './next-turn.ts';
import { openSaga, type Saga } from './saga.ts';
import { startOutstanding } from './start-outstanding.ts';
import { loadKnown } from './take-entry.ts';
import { takeTurn } from './take-turn.ts';

export type PaymentWorkflowResult = { readonly paymentId: string; readonly status: PaymentStatus | null };

export async function paymentWorkflow(input: PaymentWorkflowInput): Promise<PaymentWorkflowResult> {
  const saga = openSaga(input.paymentId);
  setHandler(paymentQuery, () => saga.payment ?? null);
  setHandler(historyQuery, () => saga.actions);
  watchForCancelRequest(saga);
  await CancellationScope.nonCancellable(async () => await run(saga, input));
  return { paymentId: saga.paymentId, status: saga.payment?.status ?? null };
}

async function run(saga: Saga, input: PaymentWorkflowInput): Promise<void> {
  if (!(await isAskedFor(saga, input))) return;
  if (saga.inbox.entries[0]?.intent.kind !== 'create') await loadKnown(saga);
  for (;;) {
    startOutstanding(saga);
    const turn = await nextTurn(saga);
    if (turn === null) return;
    await takeTurn(saga, turn);
    if (workflowInfo().continueAsNewSuggested && isAtRest(saga)) {
      await continueAsNew<typeof paymentWorkflow>({ paymentId: saga.paymentId, resume: true });
    }
  }
}

/** An update that was refused before it was accepted leaves an empty run behind: that one ends at once. */
async function isAskedFor(saga: Saga, input: PaymentWorkflowInput): Promise<boolean> {
  if (input.resume === true) return true;
  // Update handlers start within the first activation, a few microtasks after this function.
  const isUsed = () => saga.inbox.isUsed() || saga.desk.isUsed();
  for (let grace = 0; grace < MICROTASKS_OF_GRACE && !isUsed(); grace += 1) await Promise.resolve();
  return isUsed();
}

const MICROTASKS_OF_GRACE = 20;

/** Nobody waits and no money is under way: what a new run loads from the record is all there is to know. */
function isAtRest({ payment, inbox, desk, isInquiryWanted, ...steps }: Saga): boolean {
  const isAwaited = payment !== undefined && isOpen(payment.status) && !isInquiryWanted;
  return (
    isAwaited &&
    !isRunning(steps.refund) &&
    !isRunning(steps.confirmation) &&
    !isRunning(steps.closing) &&
    !isRunning(steps.question) &&
    inbox.entries.length === 0 &&
    desk.entries.length === 0 &&
    allHandlersFinished()
  );
}

/** A cancel request from the Web UI stops no money: it only asks a person to look. */
function watchForCancelRequest(saga: Saga): void {
  CancellationScope.current().cancelRequested.catch(() => {
    saga.isCancelRequested = true;
  });
}
