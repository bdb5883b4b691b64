/** Tells those who asked for a cancellation, as soon as its row is settled. */
import type { Cancellation } from '../domain/payment.ts';
import type { Verdict } from './contract.ts';
import { known, type Saga } from './saga.ts';

export function answerCancelWaiters(saga: Saga): void {
  for (const waiter of saga.waiters.splice(0)) {
    const row = known(saga).cancellations.find(
      ({ cancellationId }) => cancellationId === waiter.cancellationId,
    );
    const verdict = row === undefined ? undefined : verdictOf(row, waiter.isRepeat);
    if (verdict === undefined) saga.waiters.push(waiter);
    else waiter.entry.verdict = verdict;
  }
}

function verdictOf({ status }: Cancellation, isRepeat: boolean): Verdict | undefined {
  switch (status) {
    case 'SUCCEEDED':
    case 'AWAITING_REFUND_ACCOUNT':
      return isRepeat ? { kind: 'done', replayed: true } : { kind: 'done' };
    case 'FAILED':
      return { kind: 'refused', code: 'CANCEL_REFUSED', params: {} };
    case 'REQUESTED':
      return undefined;
  }
}
