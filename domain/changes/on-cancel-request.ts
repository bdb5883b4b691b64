/**
 * A client asks to cancel → refused by a rule, or a row committed as REQUESTED before the gateway is called.
 * What a row of the same id says comes before any rule about states (design, idempotency).
 */
import type { ErrorCode, ErrorParams } from '../errors.ts';
import { transitionId } from '../ids.ts';
import {
  awaitingRefundAccount,
  type Cancellation,
  cancellableAmount,
  cancellationInFlight,
  needsRefundAccount,
  type Payment,
} from '../payment.ts';
import type { CancelRequest } from '../requests.ts';
import { decide, isOpen } from '../state-table.ts';
import type { PaymentChange } from './payment-change.ts';

export type CancelDecision =
  /** `cancellationId`: of the row that answers. A waiting refund keeps its own when its account is supplied. */
  | { readonly kind: 'open'; readonly cancellationId: string; readonly change: PaymentChange }
  /** This very request was made before: its row tells. */
  | { readonly kind: 'repeat'; readonly cancellationId: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams };

export function decideCancelRequest(payment: Payment, request: CancelRequest): CancelDecision {
  const earlier = earlierRow(payment, request);
  if (earlier !== undefined) return repeat(earlier, request);
  const waiting = awaitingRefundAccount(payment);
  if (waiting !== undefined && request.refundAccount !== undefined) return supply(payment, waiting, request);
  const { answer } = decide(payment.status, 'cancel_asked');
  if (answer !== 'pending' && answer !== 'payment') return refused(answer, { status: payment.status });
  if (lacksRefundAccount(payment, request)) return refused('INVALID_REQUEST');
  if (isOpen(payment.status) && request.amount !== undefined) return refused('NOT_PAID_YET');
  if (cancellationInFlight(payment) !== undefined) return refused('CANCELLATION_IN_PROGRESS');
  const cancellable = cancellableAmount(payment);
  const amount = request.amount ?? cancellable;
  if (amount > cancellable) return refused('CANCEL_AMOUNT_EXCEEDED', { cancellable });
  const { cancellationId } = request;
  return { kind: 'open', cancellationId, change: opening(payment, request, amount) };
}

/** Paid into a virtual account, and not said where it is to go back to. Before payment nothing goes back. */
export function lacksRefundAccount(
  payment: Payment,
  request: Pick<CancelRequest, 'refundAccount' | 'cancellationId' | 'idempotencyKeyHash'>,
): boolean {
  const isPaid = payment.status === 'PAID' || payment.status === 'PARTIALLY_CANCELLED';
  const isAsked = isPaid && needsRefundAccount(payment) && earlierRow(payment, request) === undefined;
  return isAsked && request.refundAccount === undefined;
}

function earlierRow(
  { cancellations }: Payment,
  { cancellationId, idempotencyKeyHash }: Pick<CancelRequest, 'cancellationId' | 'idempotencyKeyHash'>,
): Cancellation | undefined {
  const bySupplier = (row: Cancellation) =>
    idempotencyKeyHash !== null && row.idempotencyKeyHash === idempotencyKeyHash;
  return cancellations.find((row) => row.cancellationId === cancellationId || bySupplier(row));
}

/** The hash of a row whose account another request has supplied since is that one's: nothing is left to compare. */
function repeat({ cancellationId, ...row }: Cancellation, request: CancelRequest): CancelDecision {
  const isSupplied = row.hasRefundAccount && row.idempotencyKeyHash !== request.idempotencyKeyHash;
  return isSupplied || row.requestHash === request.requestHash
    ? { kind: 'repeat', cancellationId }
    : refused('IDEMPOTENCY_KEY_REUSED');
}

/** Where the waiting money goes: told to its own row, so that there is no second one (rule 3). */
function supply(payment: Payment, waiting: Cancellation, request: CancelRequest): CancelDecision {
  const { cancellationId, amount } = waiting;
  const { refundAccount, idempotencyKeyHash, requestHash } = request;
  if (cancellationInFlight(payment) !== undefined) return refused('CANCELLATION_IN_PROGRESS');
  if (request.amount !== undefined && request.amount !== amount)
    return refused('CANCEL_AMOUNT_EXCEEDED', { cancellable: amount });
  const change: PaymentChange = {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, `account_supplied-${cancellationId}`),
    to: payment.status,
    amend: {
      ...{ cancellationId, refundAccount },
      status: 'REQUESTED',
      // Without a key there is no repeat to find it.
      suppliedBy: idempotencyKeyHash === null ? undefined : { idempotencyKeyHash, requestHash },
    },
  };
  return { kind: 'open', cancellationId, change };
}

function opening(payment: Payment, request: CancelRequest, amount: number): PaymentChange {
  const { cancellationId, idempotencyKeyHash, requestHash, reason, refundAccount } = request;
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
      refundAccount,
    },
  };
}

function refused(code: ErrorCode, params: ErrorParams = {}): CancelDecision {
  return { kind: 'refused', code, params };
}
