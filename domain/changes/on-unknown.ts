/** The gateway could not tell: the payment is CONFIRMING until it can; unknown is not failed (rule 1). */
import { transitionId } from '../ids.ts';
import type { Payment } from '../payment.ts';
import { decide } from '../state-table.ts';
import type { PaymentChange } from './payment-change.ts';

export function changeOnUnknown(payment: Payment): PaymentChange | null {
  const { to } = decide(payment.status, 'unknown');
  if (to === payment.status) return null;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, 'unknown'),
    to,
  };
}
