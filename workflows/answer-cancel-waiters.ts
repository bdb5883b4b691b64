/** Tells those who asked for a cancellation, as soon as its row is settled. */
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { Cancellation, Payment } from '../domain/payment.ts';
import { decide } from '../domain/state-table.ts';
import type { Verdict } from './contract.ts';
import { known, type Saga } from './saga.ts';

export function answerCancelWaiters(saga: Pick<Saga, 'paymentId' | 'payment' | 'waiters'>): void {
  for (const waiter of saga.waiters.splice(0)) {
    const row = known(saga).cancellations.find(
      ({ cancellationId }) => cancellationId === waiter.cancellationId,
    );
    const verdict = row === undefined ? undefined : verdictOf(known(saga), row, waiter.isRepeat);
    if (verdict === undefined) saga.waiters.push(waiter);
    else waiter.entry.verdict = verdict;
  }
}

function verdictOf(
  payment: Payment,
  { status, firstSentAt }: Cancellation,
  isRepeat: boolean,
): Verdict | undefined {
  switch (status) {
    case 'SUCCEEDED':
    case 'AWAITING_REFUND_ACCOUNT':
      return isRepeat ? { kind: 'done', replayed: true } : { kind: 'done' };
    case 'FAILED':
      return firstSentAt === null ? neverSent(payment) : refused('CANCEL_REFUSED');
    case 'REQUESTED':
      return undefined;
  }
}

/** The payment ended in another way before anything was sent: its state says why. */
function neverSent({ status }: Payment): Verdict {
  const { answer } = decide(status, 'cancel_asked');
  return answer === 'payment' || answer === 'pending'
    ? refused('CANCEL_REFUSED')
    : refused(answer, { status });
}

function refused(code: ErrorCode, params: ErrorParams = {}): Verdict {
  return { kind: 'refused', code, params };
}
