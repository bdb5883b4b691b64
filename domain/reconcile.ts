/**
 * Our books against the gateway's, payment by payment: pure, and total over both. A difference is only named here;
 * what becomes of it is decided by the payment's own rules, once its workflow has asked the gateway by our id.
 */
import type { GatewayCancellation, GatewayStanding, Holding } from './gateway-port.ts';
import { isSame, leftToGiveBack, stillHeld } from './holding.ts';
import { isPaymentIdOfOurs } from './ids.ts';
import { isSameMoney } from './money.ts';
import { type Cancellation, cancelledAmount, type Payment } from './payment.ts';
import { isFinal, isOpen } from './state-table.ts';

/** `look`: the payment's own workflow is made to look. `needsPerson`: no rule of ours can put it right. */
export const FINDINGS = {
  /** Money there that no payment here has counted: the webhook and the browser were lost. */
  MONEY_NOT_RECORDED: { look: true, needsPerson: false },
  /** Money there for a payment that has ended here. */
  LATE_MONEY: { look: true, needsPerson: false },
  /** Given back there, and not here: at its console, or a chargeback. */
  CANCELLATION_NOT_RECORDED: { look: true, needsPerson: false },
  /** A virtual account there that is not known here. */
  ACCOUNT_NOT_RECORDED: { look: true, needsPerson: false },
  /** A virtual account closed there, at its console say, that waits here for its deposit. */
  CLOSING_NOT_RECORDED: { look: true, needsPerson: false },
  /** Under our id, but of another store or channel. */
  FOREIGN_MONEY: { look: true, needsPerson: true },
  AMOUNT_DIFFERS: { look: true, needsPerson: true },
  TRANSACTION_DIFFERS: { look: true, needsPerson: true },
  /** Paid here, and no money there. */
  MONEY_NOT_AT_GATEWAY: { look: true, needsPerson: true },
  /** Given back here, and not there. */
  CANCELLATION_NOT_AT_GATEWAY: { look: true, needsPerson: true },
  /** Money under an id of our form that no row here has. */
  MONEY_WITHOUT_ROW: { look: false, needsPerson: true },
  /** Something is outstanding here for minutes, and no workflow was at it: one is opened. */
  ROW_WITHOUT_WORKFLOW: { look: true, needsPerson: false },
  /** An open workflow whose payment no row here has. */
  WORKFLOW_WITHOUT_ROW: { look: false, needsPerson: true },
} as const satisfies Readonly<Record<string, { readonly look: boolean; readonly needsPerson: boolean }>>;

export type FindingKind = keyof typeof FINDINGS;

/** The gravest difference between the two; null when there is none, or none that can be told now. */
export function compare(
  paymentId: string,
  payment: Payment | null,
  standing: GatewayStanding,
): FindingKind | null {
  if (payment === null) return compareWithNothing(paymentId, standing);
  switch (standing.kind) {
    case 'approved':
    case 'cancelled':
      return compareHolding(payment, standing);
    case 'account_issued':
      if (!standing.isOurs) return 'FOREIGN_MONEY';
      if (isPaid(payment)) return 'MONEY_NOT_AT_GATEWAY';
      return payment.status === 'WAITING_FOR_DEPOSIT' ? null : 'ACCOUNT_NOT_RECORDED';
    case 'account_closed':
      if (isOpen(payment.status)) return 'CLOSING_NOT_RECORDED';
      return isPaid(payment) ? 'MONEY_NOT_AT_GATEWAY' : null;
    case 'not_started':
    case 'declined':
      // While it is open here a decline is no news: the customer may be trying another card in the same window.
      return isPaid(payment) ? 'MONEY_NOT_AT_GATEWAY' : null;
    // Agreed to, and nothing has moved: while it is open here that is no news.
    case 'awaiting_confirm':
    case 'pending':
    case 'unknown':
      return null;
  }
}

function compareWithNothing(paymentId: string, standing: GatewayStanding): FindingKind | null {
  if (!isPaymentIdOfOurs(paymentId)) return null;
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return null;
  // Another installation's test money may lie in the same store.
  return standing.isOurs && stillHeld(standing) > 0 ? 'MONEY_WITHOUT_ROW' : null;
}

function compareHolding(payment: Payment, holding: Holding): FindingKind | null {
  if (!holding.isOurs) return 'FOREIGN_MONEY';
  if (isOpen(payment.status)) return compareWhileOpen(payment, holding);
  if (isFinal(payment.status)) return compareFinal(payment, holding);
  if (!isSameMoney(holding.total, orderedOf(payment))) return 'AMOUNT_DIFFERS';
  if (payment.pgTransactionId !== holding.pgTransactionId) return 'TRANSACTION_DIFFERS';
  return compareCancellations(payment, holding);
}

function compareWhileOpen(payment: Payment, holding: Holding): FindingKind {
  if (stillHeld(holding) === 0) return 'CANCELLATION_NOT_RECORDED';
  return isSameMoney(holding.total, orderedOf(payment)) ? 'MONEY_NOT_RECORDED' : 'AMOUNT_DIFFERS';
}

function compareFinal(payment: Payment, holding: Holding): FindingKind | null {
  const difference = compareCancellations(payment, holding);
  if (difference !== null) return difference;
  // A refund that is under way, or waits for its account, is known of.
  const isKnown = payment.cancellations.some(
    ({ status }) => status === 'REQUESTED' || status === 'AWAITING_REFUND_ACCOUNT',
  );
  return leftToGiveBack(holding) > 0 && !isKnown ? 'LATE_MONEY' : null;
}

function compareCancellations(payment: Payment, holding: Holding): FindingKind | null {
  if (holding.cancellations.some((there) => isMissingHere(payment.cancellations, there)))
    return 'CANCELLATION_NOT_RECORDED';
  const givenBackThere = holding.total.amountMinor - stillHeld(holding);
  return cancelledAmount(payment) > givenBackThere ? 'CANCELLATION_NOT_AT_GATEWAY' : null;
}

/** Also when it stands here as FAILED: it came through all the same. */
function isMissingHere(rows: readonly Cancellation[], there: GatewayCancellation): boolean {
  if (there.status !== 'SUCCEEDED') return false;
  const row = rows.find((each) => isSame(each, there));
  return row === undefined || row.status === 'FAILED';
}

function isPaid({ status }: Payment): boolean {
  return status === 'PAID' || status === 'PARTIALLY_CANCELLED';
}

function orderedOf({ amount, currency }: Payment) {
  return { amountMinor: amount, currency };
}
