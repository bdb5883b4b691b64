/**
 * What a run counts, for alerts: docs/operating/metrics.md. The SDK counts nothing while a history is replayed. Labels
 * are words from closed sets: no id, nothing personal.
 */
import { metricMeter } from '@temporalio/workflow';
import type { AttentionReason } from '../domain/attention.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { Payment } from '../domain/payment.ts';

/** A change that is written. */
export function countChange(before: Payment, { to, set, operator }: PaymentChange): void {
  const { status, provider, method, attention } = before;
  if (to !== status) {
    const labels = { from: status, to, provider, method: method.type };
    metricMeter.createCounter('payment_transitions', undefined, 'Moves of payments').add(1, labels);
  }
  const raised = set?.attention;
  if (raised !== undefined && raised !== null && raised !== attention) countAttention(raised);
  if (operator !== undefined) {
    const { action, result } = operator;
    metricMeter
      .createCounter('payment_operator_actions', undefined, 'What operators did')
      .add(1, { action, result });
  }
}

export function countAttention(reason: AttentionReason): void {
  metricMeter
    .createCounter('payment_attention', undefined, 'Payments flagged for a person')
    .add(1, { reason });
}
