/** What an operator sees of a payment in the Web UI: search attributes, and a short account in Markdown. */
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { AttentionReason } from '../domain/attention.ts';
import type { RecordedOperatorAction } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import { searchAttributes } from './contract.ts';
import { countAttention } from './metrics.ts';

export function show(payment: Payment, actions: readonly RecordedOperatorAction[]): void {
  const { PaymentStatus, PaymentAttention } = searchAttributes;
  const shown = workflowInfo().typedSearchAttributes;
  const pairs = [];
  if (shown.get(PaymentStatus) !== payment.status) pairs.push({ key: PaymentStatus, value: payment.status });
  if ((shown.get(PaymentAttention) ?? null) !== payment.attention) {
    pairs.push({ key: PaymentAttention, value: payment.attention });
  }
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  setCurrentDetails([...describe(payment), ...actions.slice(-SHOWN_ACTIONS).map(describeAction)].join('\n'));
}

/** Only in Temporal, for the database cannot be told now; `show` takes it back once the record is known again. */
export function showBlocked(): void {
  const reason: AttentionReason = 'RECORDING_BLOCKED';
  countAttention(reason);
  upsertSearchAttributes([{ key: searchAttributes.PaymentAttention, value: reason }]);
  setCurrentDetails(`Needs attention: **${reason}**. The database does not take the record; it is tried on.`);
}

const SHOWN_ACTIONS = 3;

function describeAction(action: RecordedOperatorAction): string {
  const { at, who, outcome, result, fromStatus, toStatus, reason } = action;
  const what = outcome === null ? result : `${outcome} → ${result}`;
  const move = fromStatus === toStatus ? '' : ` (${fromStatus} → ${toStatus})`;
  return `* ${at} by ${who}: **${what}**${move}${reason === '' ? '' : `, “${reason}”`}`;
}

function describe(payment: Payment): string[] {
  const { status, attention, amount, currency, orderId, pgTransactionId, provider } = payment;
  const lines = [
    `**${status}**${attention === null ? '' : ` · needs attention: **${attention}**`}`,
    '',
    `* ${currency} ${amount} (minor units) for order \`${orderId}\`, ${payment.method.type} by ${provider}`,
    `* transaction at the gateway: ${pgTransactionId === null ? 'none confirmed' : `\`${pgTransactionId}\``}`,
    `* expires ${payment.expiresAt}, approved ${payment.approvedAt ?? 'not yet'}`,
  ];
  for (const cancellation of payment.cancellations) {
    lines.push(
      `* cancellation \`${cancellation.cancellationId}\`: ${cancellation.amount}, ${cancellation.origin}, **${cancellation.status}**`,
    );
  }
  return lines;
}
