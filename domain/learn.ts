/**
 * Reads what the gateway says against what was ordered: standing → the state table's words.
 * Believes only what stands under our own id, and compares total amount, currency, store and channel (rule 2).
 */

import { isAccountMismatched } from './closing.ts';
import { confirmationInFlight, judgeAgreement } from './confirmation.ts';
import type { GatewayStanding, Holding, IssuedAccount } from './gateway-port.ts';
import { isContradicted, leftToGiveBack, mayGiveBack, newsIn, stillHeld } from './holding.ts';
import { isSameMoney } from './money.ts';
import { cancellationInFlight, cancelledAmount, needsRefundAccount, type Payment } from './payment.ts';
import { isFinal, isOpen, type Learnt } from './state-table.ts';

/** Null: nothing that this payment does not know yet. */
export function learn(payment: Payment, standing: GatewayStanding, nowMs: number): Learnt | null {
  switch (standing.kind) {
    case 'approved':
    case 'cancelled':
      return learnFromHolding(payment, standing);
    case 'not_started':
    // By this nothing has moved, and nothing does but by a confirmation of ours.
    case 'awaiting_confirm':
      return confirmationInFlight(payment) === null ? notStarted(payment, nowMs) : 'unknown';
    case 'account_issued':
      return accountIssued(payment, standing);
    case 'account_closed':
      return learnWhenClosed(payment, nowMs);
    case 'declined':
      return isOfAnotherTry(payment, standing.pgTransactionId) ? 'unknown' : 'declined';
    case 'pending':
    case 'unknown':
      return 'unknown';
  }
}

/** The one that we are confirming may come through all the same. */
function isOfAnotherTry(payment: Payment, pgTransactionId: string): boolean {
  const confirming = confirmationInFlight(payment);
  return confirming !== null && confirming.pgTransactionId !== pgTransactionId;
}

function learnFromHolding(payment: Payment, holding: Holding): Learnt | null {
  if (!holding.isOurs) return 'foreign';
  const news = newsIn(payment, holding);
  if (isFinal(payment.status)) {
    if (mayGiveBack(payment, holding)) return 'approved';
    return news === undefined ? null : 'cancelled_elsewhere';
  }
  if (isOpen(payment.status)) return learnWhileOpen(payment, holding);
  if (news === undefined) return isContradicted(payment, holding) ? 'mismatched' : null;
  const cancelledMinor = cancelledAmount(payment) + news.cancellation.amountMinor;
  return cancelledMinor >= holding.total.amountMinor ? 'cancelled_in_full' : 'cancelled_in_part';
}

function learnWhileOpen(payment: Payment, holding: Holding): Learnt {
  const ordered = { amountMinor: payment.amount, currency: payment.currency };
  if (stillHeld(holding) === 0) return 'cancelled_elsewhere';
  // Somebody else is giving all of it back just now, and we were to do the same: how that ends decides.
  const isToGiveBack = !isSameMoney(holding.total, ordered) || cancellationInFlight(payment) !== undefined;
  if (isToGiveBack && leftToGiveBack(holding) === 0) return 'unknown';
  return isSameMoney(holding.total, ordered) ? 'approved' : 'mismatched';
}

function notStarted(payment: Payment, nowMs: number): Learnt {
  if (cancellationInFlight(payment) !== undefined) return 'not_started_cancel_asked';
  return nowMs >= Date.parse(payment.expiresAt) ? 'not_started_time_over' : 'not_started';
}

function accountIssued(payment: Payment, issued: IssuedAccount): Learnt {
  // The customer changed the method in the window: not what was ordered.
  if (!needsRefundAccount(payment)) return 'foreign';
  const verdict = judgeAgreement(payment, issued);
  if (verdict === 'foreign') return 'foreign';
  return verdict === 'mismatched' || isAccountMismatched(payment) ? 'account_mismatched' : 'account_issued';
}

/** The gateway's clock and ours need not agree to the minute. */
const CLOCK_MARGIN_MS = 10 * 60_000;

/** No money can come in any more. */
export function learnWhenClosed(payment: Payment, nowMs: number): Learnt {
  if (!isOpen(payment.status)) return 'account_closed_elsewhere';
  if (isAccountMismatched(payment)) return 'account_closed_mismatched';
  if (cancellationInFlight(payment) !== undefined) return 'account_closed_cancel_asked';
  const isOver = nowMs >= Date.parse(payment.expiresAt) - CLOCK_MARGIN_MS;
  return isOver ? 'account_closed_time_over' : 'account_closed_elsewhere';
}
