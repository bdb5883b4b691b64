/** Flags a payment for a person, once, or takes the flag away (null); the state stays. */
import type { AttentionReason } from '../attention.ts';
import { transitionId } from '../ids.ts';
import type { Payment } from '../payment.ts';
import type { PaymentChange } from './payment-change.ts';

export function attentionChange(payment: Payment, reason: AttentionReason | null): PaymentChange | null {
  if (payment.attention === reason) return null;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `attention-${reason ?? 'over'}`),
    to: payment.status,
    set: { attention: reason },
  };
}
