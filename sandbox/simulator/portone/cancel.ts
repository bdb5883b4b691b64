/**
 * `POST /payments/{paymentId}/cancel` of PortOne V2: its rules in the order that decides, and the effect.
 */
import { z } from 'zod';
import { asynchronousOf } from '../asynchronous.ts';
import type { Answer } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { jsonAnswer } from '../idempotency.ts';
import type { RefundAccount } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { approvedAttempt, type LedgerPayment } from '../ledger-state.ts';
import { NO_SUCH_ACCOUNT } from '../virtual-accounts.ts';
import { errorAnswer, pgProviderAnswer } from './errors.ts';
import { cancellationView } from './payment-view.ts';

const bodySchema = z.object({
  storeId: z.string().optional(),
  amount: z.int().positive().optional(),
  reason: z.string().min(1),
  currentCancellableAmount: z.int().min(0).optional(),
  refundAccount: z
    .object({
      bank: z.string().regex(/^[A-Z_]{2,40}$/),
      number: z.string().min(1),
      holderName: z.string().min(1),
    })
    .optional(),
});

export type CancelRequest = {
  paymentId: string;
  body: unknown;
  idempotencyKey: string | null;
  fault: Fault | undefined;
};

export function cancelPayment(ledger: Ledger, storeId: string, request: CancelRequest): Answer {
  const { paymentId, idempotencyKey, fault } = request;
  const parsed = bodySchema.safeParse(request.body);
  if (!parsed.success) return errorAnswer('INVALID_REQUEST', z.prettifyError(parsed.error));
  const { data: body } = parsed;
  if (body.storeId !== undefined && body.storeId !== storeId) {
    return errorAnswer('FORBIDDEN', 'The secret has no access to this store.');
  }
  const payment = ledger.find(paymentId);
  if (!payment) return errorAnswer('PAYMENT_NOT_FOUND', 'There is no such payment.');
  const { cancellable } = ledger.books(paymentId);
  const refusal = refusalOf(payment, cancellable, body);
  if (refusal) return refusal;
  const refundAccount = refundAccountOf(body);
  if (refundAccount?.accountNumber === NO_SUCH_ACCOUNT)
    return pgProviderAnswer('INVALID_REFUND_ACCOUNT_NUMBER', '잘못된 환불 계좌번호입니다.');
  if (fault?.kind === 'refused_cancel') return pgProviderAnswer(fault.pgCode, fault.pgMessage);

  const cancellationId = ledger.cancel({
    paymentId,
    amountMinor: body.amount ?? cancellable,
    reason: body.reason,
    trigger: 'API',
    idempotencyKey,
    refundAccount,
    asynchronous: asynchronousOf(fault),
  });
  const cancellation = ledger
    .find(paymentId)
    ?.cancellations.find((one) => one.cancellationId === cancellationId);
  return jsonAnswer(200, JSON.stringify({ cancellation: cancellation && cancellationView(cancellation) }));
}

type Body = z.infer<typeof bodySchema>;

function refundAccountOf({ refundAccount: given }: Body): RefundAccount | undefined {
  return given && { bank: given.bank, accountNumber: given.number, holderName: given.holderName };
}

function refusalOf(
  payment: LedgerPayment,
  cancellable: number,
  { amount, currentCancellableAmount, refundAccount }: Body,
): Answer | undefined {
  const attempt = approvedAttempt(payment);
  if (!attempt) return errorAnswer('PAYMENT_NOT_PAID', 'The payment is not paid.');
  if (cancellable === 0) return errorAnswer('PAYMENT_ALREADY_CANCELLED', 'The payment is cancelled already.');
  if (currentCancellableAmount !== undefined && currentCancellableAmount !== cancellable) {
    return errorAnswer('CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', 'Another amount is left to cancel.');
  }
  if (amount !== undefined && amount > cancellable) {
    return errorAnswer('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', 'More than is left to cancel.');
  }
  // Needed there (opi/ko/integration/cancel/v2); by which error it is missed is not said.
  if (attempt.terms.payMethod === 'VIRTUAL_ACCOUNT' && refundAccount === undefined)
    return errorAnswer('INVALID_REQUEST', 'A virtual account is refunded to refundAccount.');
  return undefined;
}
