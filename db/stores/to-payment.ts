/** Rows → the payment that travels: times as ISO strings, and of what identifies a person only where to pay in. */
import { ATTENTION_REASONS, type AttentionReason } from '../../domain/attention.ts';
import type { Cancellation, Payment, VirtualAccount } from '../../domain/payment.ts';
import type { CancellationRow } from '../entities/cancellation.ts';
import type { PaymentRow } from '../entities/payment.ts';

export type PaymentParts = {
  readonly row: PaymentRow;
  readonly cancellations: readonly CancellationRow[];
  /** Decrypted. */
  readonly virtualAccount: VirtualAccount | null;
};

export function toPayment({ row, cancellations, virtualAccount }: PaymentParts): Payment {
  return {
    paymentId: row.paymentId,
    userId: row.userId,
    orderId: row.orderId,
    orderName: row.orderName,
    amount: row.amount,
    currency: row.currency,
    method: row.method,
    provider: row.provider,
    status: row.status,
    version: row.version,
    pgTransactionId: row.pgTransactionId ?? null,
    held: toHeld(row),
    confirmation: toConfirmation(row),
    decline: row.decline ?? null,
    failureCode: row.failureCode ?? null,
    attention: toAttention(row.attention),
    checkout: row.checkout,
    virtualAccount,
    cancellations: cancellations.map(toCancellation),
    requestHash: row.requestHash,
    eventSequence: row.eventSequence,
    publishedSequence: row.publishedSequence,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
  };
}

function toCancellation(row: CancellationRow): Cancellation {
  return {
    cancellationId: row.cancellationId,
    amount: row.amount,
    reason: row.reason,
    origin: row.origin,
    status: row.status,
    pgCancellationId: row.pgCancellationId ?? null,
    refusalCode: row.refusal?.pgCode ?? null,
    idempotencyKeyHash: row.idempotencyKeyHash ?? null,
    requestHash: row.requestHash ?? null,
    hasRefundAccount: typeof row.refundAccountJwe === 'string',
    firstSentAt: row.firstSentAt?.toISOString() ?? null,
    requestedAt: row.requestedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}

function toConfirmation({
  confirmingTransactionId,
  confirmFirstSentAt,
}: PaymentRow): Payment['confirmation'] {
  if (typeof confirmingTransactionId !== 'string') return null;
  return {
    pgTransactionId: confirmingTransactionId,
    firstSentAt: confirmFirstSentAt?.toISOString() ?? null,
  };
}

function toHeld({ heldAmount, heldCurrency }: PaymentRow): Payment['held'] {
  if (typeof heldAmount !== 'number' || typeof heldCurrency !== 'string') return null;
  return { amountMinor: heldAmount, currency: heldCurrency };
}

function toAttention(stored: string | null | undefined): AttentionReason | null {
  return ATTENTION_REASONS.find((reason) => reason === stored) ?? null;
}
