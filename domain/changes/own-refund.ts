/** A refund that this server begins by itself, for money that no payment stands for (rules 2 to 4). */
import type { AttentionReason } from '../attention.ts';
import type { Holding } from '../gateway-port.ts';
import { leftToGiveBack, ownRefunds } from '../holding.ts';
import { type CancellationStatus, needsRefundAccount, type Payment } from '../payment.ts';
import type { NewCancellation } from './payment-change.ts';

type OwnOrigin = 'LATE_MONEY' | 'MISMATCH' | 'UNRECORDABLE';

const REASONS: Readonly<Record<OwnOrigin, string>> = {
  LATE_MONEY: 'Paid after the payment had ended',
  MISMATCH: 'Amount differs from the order',
  UNRECORDABLE: 'Could not be recorded',
};

export function ownRefund(payment: Payment, holding: Holding, origin: OwnOrigin): NewCancellation {
  // From rows, not from the run: two runs that decide the same name the same refund.
  const earlier = ownRefunds(payment).filter((row) => row.origin === origin).length;
  const nth = earlier === 0 ? '' : `#${earlier + 1}`;
  return {
    identity: { kind: 'derived', pgId: `${holding.pgTransactionId}${nth}` },
    amount: leftToGiveBack(holding),
    reason: REASONS[origin],
    origin,
    status: needsRefundAccount(payment) ? 'AWAITING_REFUND_ACCOUNT' : 'REQUESTED',
  };
}

/** What a person is to do about it: nothing is sent before somebody has said where the money goes. */
export function attentionOf(
  row: { readonly status?: CancellationStatus | undefined } | undefined,
): AttentionReason | undefined {
  return row?.status === 'AWAITING_REFUND_ACCOUNT' ? 'REFUND_ACCOUNT_NEEDED' : undefined;
}
