/**
 * A client asks to cancel → refused by a rule, or a row committed as REQUESTED before the gateway is called.
 * What a row of the same id says comes before any rule about states (design, idempotency).
 */
import type { ErrorCode, ErrorParams } from '../errors.ts';
import { transitionId } from '../ids.ts';
import { cancellableAmount, cancellationInFlight, type Payment } from '../payment.ts';
import type { CancelRequest } from '../requests.ts';
import { decide, isOpen } from '../state-table.ts';
import type { PaymentChange } from './payment-change.ts';

export type CancelDecision =
  | { readonly kind: 'open'; readonly change: PaymentChange }
  /** This very request was made before: its row tells. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams };

export function decideCancelRequest(payment: Payment, request: CancelRequest): CancelDecision {
  const row = payment.cancellations.find(({ cancellationId }) => cancellationId === request.cancellationId);
  if (row !== undefined) {
    return row.requestHash === request.requestHash ? { kind: 'repeat' } : refused('IDEMPOTENCY_KEY_REUSED');
  }
  const { answer } = decide(payment.status, 'cancel_asked');
  if (answer !== 'pending' && answer !== 'payment') return refused(answer, { status: payment.status });
  if (isOpen(payment.status) && request.amount !== undefined) return refused('NOT_PAID_YET');
  if (cancellationInFlight(payment) !== undefined) return refused('CANCELLATION_IN_PROGRESS');
  const cancellable = cancellableAmount(payment);
  const amount = request.amount ?? cancellable;
  if (amount > cancellable) return refused('CANCEL_AMOUNT_EXCEEDED', { cancellable });
  return { kind: 'open', change: opening(payment, request, amount) };
}

function opening(payment: Payment, request: CancelRequest, amount: number): PaymentChange {
  const { cancellationId, idempotencyKeyHash, requestHash, reason } = request;
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `cancel_asked-${cancellationId}`),
    to: payment.status,
    open: {
      identity: { kind: 'minted', cancellationId, idempotencyKeyHash, requestHash },
      amount,
      reason,
      origin: 'CLIENT',
      status: 'REQUESTED',
    },
  };
}

function refused(code: ErrorCode, params: ErrorParams = {}): CancelDecision {
  return { kind: 'refused', code, params };
}
