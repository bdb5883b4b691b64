/**
 * A payment as its owner may see it: nothing of ours (version, hashes, attention); `checkout` and `virtualAccount` only as
 * long as they may be paid by.
 */
import { type Cancellation, cancellableAmount, cancelledAmount, type Payment } from '../domain/payment.ts';
import type { PaymentBody } from './schemas/payment.ts';

export function presentPayment(payment: Payment): PaymentBody {
  return {
    paymentId: payment.paymentId,
    orderId: payment.orderId,
    orderName: payment.orderName,
    amount: payment.amount,
    currency: payment.currency,
    method: payment.method,
    provider: payment.provider,
    status: payment.status,
    pgTransactionId: payment.pgTransactionId,
    cancelledAmount: cancelledAmount(payment),
    cancellableAmount: Math.max(0, cancellableAmount(payment)),
    cancellations: payment.cancellations.map(presentCancellation),
    ...(payment.decline === null ? {} : { decline: payment.decline }),
    ...(payment.status === 'READY' ? { checkout: presentCheckout(payment) } : {}),
    ...(payment.status === 'WAITING_FOR_DEPOSIT' && payment.virtualAccount !== null
      ? { virtualAccount: payment.virtualAccount }
      : {}),
    createdAt: payment.createdAt,
    expiresAt: payment.expiresAt,
    ...(payment.approvedAt === null ? {} : { approvedAt: payment.approvedAt }),
  };
}

function presentCancellation(cancellation: Cancellation): PaymentBody['cancellations'][number] {
  const { cancellationId, amount, reason, origin, status, requestedAt, settledAt } = cancellation;
  return { cancellationId, amount, reason, origin, status, requestedAt, settledAt };
}

function presentCheckout({ checkout }: Payment): NonNullable<PaymentBody['checkout']> {
  const { provider, url, sdk } = checkout;
  return { provider, ...(url === undefined ? {} : { url }), sdk: { ...sdk } };
}
