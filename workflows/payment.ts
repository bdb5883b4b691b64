/**
 * One payment, from request to rest. The loop below owns the state: next turn → ask the gateway → decide by the table
 * → record. It is open only while something is outstanding; a later update opens it again, from what is committed.
 */
import { CancellationScope, continueAsNew, setHandler } from '@temporalio/workflow';
import type { PaymentStatus } from '../domain/payment.ts';
import { historyQuery, type PaymentWorkflowInput, paymentQuery } from './contract.ts';
import { isToBeContinued } from './new-run.ts';
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
  saga.isInquiryWanted = input.isInquiryWanted ?? false;
  for (;;) {
    if (!isToBeContinued(saga)) startOutstanding(saga);
    const turn = await nextTurn(saga);
    if (turn === null) return;
    if (turn.kind === 'new_run') return await goOnInAnother(saga);
    await takeTurn(saga, turn);
  }
}

async function goOnInAnother({ paymentId, isInquiryWanted, isLookOwed }: Saga): Promise<never> {
  return await continueAsNew<typeof paymentWorkflow>({
    ...{ paymentId, resume: true },
    isInquiryWanted: isInquiryWanted || isLookOwed,
  });
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

/** A cancel request from the Web UI stops no money: it only asks a person to look. */
function watchForCancelRequest(saga: Saga): void {
  CancellationScope.current().cancelRequested.catch(() => {
    saga.isCancelRequested = true;
  });
}
