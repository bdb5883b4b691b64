/** The customer has agreed to what was ordered: from here on money may move, and the state says so. */
import type { Agreement } from '../gateway-port.ts';
import { transitionId } from '../ids.ts';
import { cancellationInFlight, type Payment } from '../payment.ts';
import { isOpen } from '../state-table.ts';
import type { PaymentChange } from './payment-change.ts';

/** Null: another confirmation is on its way, a cancellation was asked for, or the payment has ended. */
export function changeOnAgreement(payment: Payment, { pgTransactionId }: Agreement): PaymentChange | null {
  const isTaken = payment.confirmation !== null || cancellationInFlight(payment) !== undefined;
  if (!isOpen(payment.status) || payment.status === 'WAITING_FOR_DEPOSIT' || isTaken) return null;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `agreed-${pgTransactionId}`),
    to: 'CONFIRMING',
    set: { confirmation: { pgTransactionId, firstSentAt: null } },
  };
}
