/**
 * From a workflow's verdict on a payment to the HTTP answer of complete and cancel. The verdict carries no payment:
 * the row is read again, so that what is answered is what is committed.
 */
import type { Payment } from '../../../domain/payment.ts';
import type { Verdict } from '../../../workflows/contract.ts';
import type { ApiContext } from '../../context.ts';
import type { PaymentReader, WorkflowAnswer } from '../../deps.ts';
import { presentPayment } from '../../present-payment.ts';
import { Problem, unavailable } from '../../problem.ts';

type Settled = {
  readonly payment: Payment;
  readonly answer: WorkflowAnswer;
  /** Since it was done the payment may have moved on: what is true of it now. */
  readonly whenDone?: (current: Payment) => Verdict;
};

const PENDING_RETRY_AFTER_SECONDS = 2;

export async function answerVerdict(
  c: ApiContext,
  payments: Pick<PaymentReader, 'findById'>,
  { payment, answer, whenDone }: Settled,
): Promise<Response> {
  if (answer.kind === 'unaccepted') throw unavailable();
  if (answer.kind === 'busy') throw busy();
  const current = await payments.findById(payment.paymentId);
  if (current === null) throw new Error('A payment that was read is gone: rows are never deleted');
  const verdict = answer.kind === 'done' && whenDone !== undefined ? whenDone(current) : answer;
  switch (verdict.kind) {
    case 'refused':
      throw refusal(verdict, current);
    case 'pending':
      c.header('Location', paymentPath(current.paymentId));
      c.header('Retry-After', String(PENDING_RETRY_AFTER_SECONDS));
      return c.json(presentPayment(current), 202);
    case 'done':
      if (verdict.replayed === true) c.header('Idempotent-Replayed', 'true');
      return c.json(presentPayment(current), 200);
  }
}

/** A refusal in the workflow's words; a declined payment tells why, from its row. */
export function refusal(
  { code, params }: Extract<WorkflowAnswer, { kind: 'refused' }>,
  payment: Payment | null,
): Problem {
  if (code === 'TEMPORARILY_UNAVAILABLE') return unavailable();
  if (code === 'RATE_LIMITED') return busy();
  return new Problem(code, { params, decline: code === 'PAYMENT_DECLINED' ? payment?.decline : undefined });
}

/** The payment has too many requests in flight. */
export function busy(): Problem {
  return new Problem('RATE_LIMITED', { headers: { 'Retry-After': '1' } });
}

export function paymentPath(paymentId: string): string {
  return `/api/v1/payments/${paymentId}`;
}
