/**
 * Money whose refund waits for an account was given back at the gateway's console meanwhile. The waiting row gives way
 * before the other is recorded: together they would be more than is held.
 */
import type { Holding } from '../gateway-port.ts';
import { leftToGiveBack, newsIn } from '../holding.ts';
import { transitionId } from '../ids.ts';
import { awaitingRefundAccount, type Payment } from '../payment.ts';
import { changeOnCancelResult } from './on-cancel-result.ts';
import type { PaymentChange } from './payment-change.ts';

/** Null: nothing is in the way. What was given back there is read again after this change. */
export function makeRoom(payment: Payment, holding: Holding): PaymentChange | null {
  const waiting = awaitingRefundAccount(payment);
  const news = newsIn(payment, holding);
  const left = leftToGiveBack(holding);
  if (waiting === undefined || news === undefined || waiting.amount <= left) return null;
  const { pgCancellationId, amountMinor } = news.cancellation;
  // The very refund that waited: somebody made it there.
  if (left === 0 && news.kind === 'external' && amountMinor === waiting.amount)
    return changeOnCancelResult(payment, waiting, { kind: 'succeeded', pgCancellationId });
  const { cancellationId } = waiting;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `room_for-${pgCancellationId}`),
    to: payment.status,
    ...(left > 0
      ? { amend: { cancellationId, amount: left } }
      : { amend: { cancellationId, status: 'FAILED' }, set: { attention: null } }),
  };
}
