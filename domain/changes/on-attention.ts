/** Flags a payment for a person, once; the state stays. */
import type { AttentionReason } from '../attention.ts';
import { transitionId } from '../ids.ts';
import type { Payment } from '../payment.ts';
import type { PaymentChange } from './payment-change.ts';

export function attentionChange(payment: Payment, reason: AttentionReason): PaymentChange | null {
  if (payment.attention === reason) return null;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `attention-${reason}`),
    to: payment.status,
    set: { attention: reason },
  };
}
