/**
 * What an operator decided → the change, with the operator's words in it, so that both are one transaction (rule 6).
 * An override ends a payment, never leaves it payable: the gateway may still hold the first try.
 */
import { isToBeClosed } from '../closing.ts';
import { EVENT_ON_ENTERING } from '../events.ts';
import { transitionId } from '../ids.ts';
import { learnWhenClosed } from '../learn.ts';
import type { OperatorAction, ResolveRequest } from '../operator.ts';
import { type Cancellation, cancellationInFlight, type Payment } from '../payment.ts';
import { decide, isOpen, type Learnt } from '../state-table.ts';
import { changeOnCancelResult } from './on-cancel-result.ts';
import { askedBefore } from './on-standing.ts';
import type { PaymentChange } from './payment-change.ts';

/** The code on a cancellation's row that a person has ended. */
const ENDED_BY_OPERATOR = 'ENDED_BY_OPERATOR';

/** Nothing changes but that it is on record. */
export function operatorNote(payment: Payment, operator: OperatorAction): PaymentChange {
  const common = changeOf(payment, operator);
  return operator.result === 'acknowledged' ? { ...common, set: { attention: null } } : common;
}

/** Null: its outcome is known meanwhile, and no word of a person's stands against that. */
export function overridePayment(
  payment: Payment,
  operator: OperatorAction,
  nowMs: number,
): PaymentChange | null {
  if (payment.status !== 'CONFIRMING') return null;
  return endingBy(
    payment,
    operator,
    operator.outcome === 'declined' ? 'declined' : learntWhenNotPaid(payment, nowMs),
  );
}

/**
 * As if the gateway had closed the account: that nobody paid in, and nobody will. Null: its outcome is known meanwhile, or
 * the account may stay open.
 */
export function overrideAccount(
  payment: Payment,
  operator: OperatorAction,
  nowMs: number,
): PaymentChange | null {
  if (payment.status !== 'WAITING_FOR_DEPOSIT' || !isToBeClosed(payment, nowMs)) return null;
  return endingBy(payment, operator, learnWhenClosed(payment, nowMs));
}

function endingBy(payment: Payment, operator: OperatorAction, learnt: Learnt): PaymentChange {
  const { to } = decide(payment.status, learnt);
  return {
    ...changeOf(payment, operator),
    to,
    // Not its confirmation: what was sent stays on record.
    set: { attention: null },
    amend: askedBefore(payment, undefined, learnt),
    event: EVENT_ON_ENTERING[to] ?? undefined,
  };
}

function learntWhenNotPaid(payment: Payment, nowMs: number): Learnt {
  if (cancellationInFlight(payment) !== undefined) return 'not_started_cancel_asked';
  return nowMs >= Date.parse(payment.expiresAt) ? 'not_started_time_over' : 'declined';
}

/** The cancellation that a person may decide about; undefined: none of this id whose outcome is open. */
export function openCancellation(payment: Payment, cancellationId: string): Cancellation | undefined {
  // While the payment is open there is no money for it to give back: then the payment is what is decided about.
  if (isOpen(payment.status)) return undefined;
  const row = cancellationInFlight(payment);
  return row?.cancellationId === cancellationId ? row : undefined;
}

/** Null: its outcome is known meanwhile. */
export function overrideCancellation(
  payment: Payment,
  request: ResolveRequest,
  operator: OperatorAction,
): PaymentChange | null {
  const row = openCancellation(payment, request.cancellationId ?? '');
  if (row === undefined) return null;
  const { pgCancellationId = '' } = request;
  const settled = changeOnCancelResult(
    payment,
    row,
    request.outcome === 'cancel_succeeded'
      ? { kind: 'succeeded', pgCancellationId }
      : { kind: 'refused', pgCode: ENDED_BY_OPERATOR, pgMessage: '' },
  );
  const { paymentId, fromVersion, transitionId: named, operator: recorded } = changeOf(payment, operator);
  return { ...settled, paymentId, fromVersion, transitionId: named, operator: recorded };
}

function changeOf(payment: Payment, operator: OperatorAction): PaymentChange {
  const what = operator.outcome ?? operator.action;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `operator_${what}`),
    to: payment.status,
    operator,
  };
}
