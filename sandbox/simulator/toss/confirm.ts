/** `POST /v1/payments/confirm`: the approval itself; its rules in the order that decides, and the effect. */
import { z } from 'zod';
import { toMinor } from '../../../domain/major-units.ts';
import type { Answer } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { jsonAnswer } from '../idempotency.ts';
import type { Ledger, Settlement } from '../ledger.ts';
import { type Attempt, approvedAttempt } from '../ledger-state.ts';
import { settlementOf } from '../test-cards.ts';
import { errorAnswer } from './errors.ts';
import { paymentView, type Told } from './payment-view.ts';

export const confirmBodySchema = z.object({
  paymentKey: z.string().min(1).max(200),
  orderId: z.string().regex(/^[\w-]{6,64}$/),
  amount: z.number().positive(),
});

export function confirmPayment(ledger: Ledger, rawBody: unknown, fault: Fault | undefined): Answer {
  const body = confirmBodySchema.safeParse(rawBody);
  if (!body.success) return errorAnswer('INVALID_REQUEST', z.prettifyError(body.error));
  const { paymentKey, orderId, amount } = body.data;
  const told = ledger.findAttempt(paymentKey);
  if (told?.payment.paymentId !== orderId) return errorAnswer('NOT_FOUND_PAYMENT_SESSION');
  const refusal = refusalOf(told, amount);
  if (refusal) return refusal;

  const settlement = settlementUnder(fault, told.attempt);
  ledger.settle(paymentKey, settlement);
  switch (settlement.kind) {
    case 'decline':
      return errorAnswer(settlement.code, settlement.message);
    case 'approve':
      return jsonAnswer(200, JSON.stringify(paymentView(told, fault)));
    case 'authenticate':
    case 'leave_open':
    case 'pend':
      return { ...errorAnswer('PROVIDER_ERROR', '일시적인 오류가 발생했습니다.'), isOpen: true };
  }
}

function refusalOf({ payment, attempt }: Told, amount: number): Answer | undefined {
  switch (attempt.status) {
    case 'APPROVED':
    case 'ACCOUNT_ISSUED':
    case 'CLOSED':
    case 'DECLINED':
      return errorAnswer('ALREADY_PROCESSED_PAYMENT', '이미 처리된 결제 입니다.');
    case 'READY':
    case 'EXPIRED':
      return errorAnswer('NOT_FOUND_PAYMENT_SESSION', '결제 시간이 만료되었습니다.');
    case 'PENDING':
      return { ...errorAnswer('PROVIDER_ERROR', '일시적인 오류가 발생했습니다.'), isOpen: true };
    case 'AUTHENTICATED':
      break;
  }
  if (approvedAttempt(payment)) return errorAnswer('DUPLICATED_ORDER_ID');
  const { totalMinor, currency } = attempt.terms;
  return toMinor(amount, currency) === totalMinor
    ? undefined
    : errorAnswer('INVALID_REQUEST', '결제 금액이 일치하지 않습니다.');
}

function settlementUnder(fault: Fault | undefined, { outcome }: Attempt): Settlement {
  if (fault?.kind === 'refused_confirm')
    return { kind: 'decline', code: fault.pgCode, message: fault.pgMessage };
  return outcome === null ? { kind: 'leave_open' } : settlementOf(outcome);
}
