/** What came of a cancellation at the gateway → the row settled, the state moved by what was given back in all. */
import { EVENT_ON_ENTERING, type EventType } from '../events.ts';
import { isOwnRefund } from '../holding.ts';
import { transitionId } from '../ids.ts';
import { type Cancellation, cancelledAmount, needsRefundAccount, type Payment } from '../payment.ts';
import { decide, isFinal } from '../state-table.ts';
import { attentionOf } from './own-refund.ts';
import type { NewCancellation, PaymentChange } from './payment-change.ts';

/** Settled for good; what is open is asked for until it is (`gateway-cancel`). */
export type SettledCancel =
  | { readonly kind: 'succeeded'; readonly pgCancellationId: string }
  | { readonly kind: 'refused'; readonly pgCode: string; readonly pgMessage: string };

export function changeOnCancelResult(
  payment: Payment,
  cancellation: Cancellation,
  result: SettledCancel,
): PaymentChange {
  const { cancellationId } = cancellation;
  const common = {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `cancel_${result.kind}-${cancellationId}`),
  };
  const isFlagged =
    payment.attention === 'CANCELLATION_UNSETTLED' || payment.attention === 'REFUND_ACCOUNT_NEEDED';
  const settled = isFlagged ? ({ attention: null } as const) : undefined;
  if (result.kind === 'refused') {
    const { pgCode, pgMessage } = result;
    const open = withAnotherAccount(payment, cancellation);
    // Money that has no payment to stand for must not stay there unseen; a client simply learns of the refusal.
    const set =
      cancellation.origin === 'CLIENT'
        ? settled
        : { attention: attentionOf(open) ?? ('CANCELLATION_UNSETTLED' as const) };
    return {
      ...common,
      to: payment.status,
      set,
      open,
      amend: { cancellationId, status: 'FAILED', refusal: { pgCode, pgMessage } },
    };
  }
  const isAll = cancelledAmount(payment) + cancellation.amount >= (payment.held?.amountMinor ?? 0);
  const { to } = decide(payment.status, isAll ? 'cancelled_in_full' : 'cancelled_in_part');
  return {
    ...common,
    to,
    set: settled,
    amend: { cancellationId, status: 'SUCCEEDED', pgCancellationId: result.pgCancellationId },
    event: eventOf(payment, cancellation, to),
  };
}

/** The account was refused, most likely: the money waits for another, as a refund of its own. */
function withAnotherAccount(payment: Payment, refused: Cancellation): NewCancellation | undefined {
  if (!needsRefundAccount(payment) || !isOwnRefund(refused)) return undefined;
  const { cancellationId, amount, reason, origin } = refused;
  return {
    identity: { kind: 'derived', pgId: cancellationId },
    ...{ amount, reason, origin },
    status: 'AWAITING_REFUND_ACCOUNT',
  };
}

function eventOf(payment: Payment, cancellation: Cancellation, to: Payment['status']): EventType | undefined {
  if (cancellation.origin === 'LATE_MONEY') return 'payment.late_money_returned';
  // `payment.failed` has told of a mismatch already; its money was never the payment's.
  return isFinal(payment.status) ? undefined : (EVENT_ON_ENTERING[to] ?? undefined);
}
