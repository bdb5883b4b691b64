/** `POST /v1/payments/{paymentKey}/cancel`: its rules in the order that decides, and the effect. */
import { z } from 'zod';
import { toMajor, toMinor } from '../../../domain/major-units.ts';
import { asynchronousOf } from '../asynchronous.ts';
import type { Answer } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { jsonAnswer } from '../idempotency.ts';
import { refundAccountSchema } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { NO_SUCH_ACCOUNT } from '../virtual-accounts.ts';
import { errorAnswer } from './errors.ts';
import { paymentView, type Told } from './payment-view.ts';

const bodySchema = z.object({
  cancelReason: z.string().min(1).max(200),
  cancelAmount: z.number().positive().optional(),
  currency: z.string().optional(),
  refundableAmount: z.number().min(0).optional(),
  refundReceiveAccount: refundAccountSchema
    .extend({ accountNumber: z.string().regex(/^\d{1,20}$/), holderName: z.string().min(1).max(60) })
    .optional(),
});

type Body = z.infer<typeof bodySchema>;

export type CancelRequest = {
  paymentKey: string;
  body: unknown;
  idempotencyKey: string | null;
  fault: Fault | undefined;
};

export function cancelPayment(ledger: Ledger, request: CancelRequest): Answer {
  const { paymentKey, idempotencyKey, fault } = request;
  const body = bodySchema.safeParse(request.body);
  if (!body.success) return errorAnswer('INVALID_REQUEST', z.prettifyError(body.error));
  const told = ledger.findAttempt(paymentKey);
  if (!told) return errorAnswer('NOT_FOUND_PAYMENT', '존재하지 않는 결제 정보 입니다.');
  const { paymentId } = told.payment;
  const { cancellable } = ledger.books(paymentId);
  const refusal =
    told.attempt.status === 'ACCOUNT_ISSUED'
      ? refusalBeforeDeposit(told, body.data)
      : refusalOf(told, cancellable, body.data);
  if (refusal) return refusal;
  if (fault?.kind === 'refused_cancel') return errorAnswer(fault.pgCode, fault.pgMessage);
  const { cancelReason: reason, refundReceiveAccount } = body.data;
  // Before the deposit nothing is given back: the account ends.
  if (ledger.closeAccount(paymentKey, { reason, idempotencyKey }))
    return jsonAnswer(200, JSON.stringify(paymentView(told, fault)));

  ledger.cancel({
    paymentId,
    amountMinor: minorOf(told, body.data.cancelAmount) ?? cancellable,
    reason,
    trigger: 'API',
    idempotencyKey,
    refundAccount: refundReceiveAccount,
    asynchronous: asynchronousOf(fault),
  });
  return jsonAnswer(200, JSON.stringify(paymentView(told, fault)));
}

function refusalBeforeDeposit({ attempt }: Told, { cancelAmount }: Body): Answer | undefined {
  if (
    cancelAmount === undefined ||
    cancelAmount === toMajor(attempt.terms.totalMinor, attempt.terms.currency)
  )
    return undefined;
  return errorAnswer('NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT');
}

function refusalOf(told: Told, cancellable: number, body: Body): Answer | undefined {
  if (told.attempt.status === 'CLOSED')
    return errorAnswer('ALREADY_CANCELED_PAYMENT', '이미 취소된 결제 입니다.');
  if (told.attempt.status !== 'APPROVED')
    return errorAnswer('NOT_CANCELABLE_PAYMENT', '취소 할 수 없는 결제 입니다.');
  if (cancellable === 0) {
    // As seen there: given back in one piece, or in several.
    const isInPieces = told.payment.cancellations.length > 1;
    return errorAnswer(isInPieces ? 'NOT_CANCELABLE_AMOUNT' : 'ALREADY_CANCELED_PAYMENT');
  }
  const expected = body.refundableAmount;
  if (expected !== undefined && minorOf(told, expected) !== cancellable)
    return errorAnswer('NOT_MATCHES_REFUNDABLE_AMOUNT', '잔액 결과가 일치하지 않습니다.');
  const amountMinor = body.cancelAmount === undefined ? cancellable : minorOf(told, body.cancelAmount);
  if (amountMinor === undefined) return errorAnswer('INVALID_REQUEST');
  if (amountMinor > cancellable) return errorAnswer('NOT_CANCELABLE_AMOUNT', '취소 할 수 없는 금액 입니다.');
  return refusalOfAccount(told, body);
}

/** Of a virtual account's money it must be said where to: by which code Toss misses that is not told. */
function refusalOfAccount({ attempt }: Told, { refundReceiveAccount }: Body): Answer | undefined {
  if (attempt.terms.payMethod !== 'VIRTUAL_ACCOUNT') return undefined;
  if (refundReceiveAccount === undefined)
    return errorAnswer('INVALID_REFUND_ACCOUNT_INFO', '환불 계좌 정보가 필요합니다.');
  return refundReceiveAccount.accountNumber === NO_SUCH_ACCOUNT
    ? errorAnswer('INVALID_REFUND_ACCOUNT_NUMBER', '잘못된 환불 계좌번호입니다.')
    : undefined;
}

function minorOf({ attempt }: Told, amount: number | undefined): number | undefined {
  return amount === undefined ? undefined : toMinor(amount, attempt.terms.currency);
}
