/**
 * `POST /api/v1/payments/complete`. The client's word opens nothing by itself: the workflow asks the gateway by our
 * own id. Only a payment already paid by this very transaction is answered from its row.
 */
import { createRoute } from '@hono/zod-openapi';
import { answerComplete } from '../../../domain/answer-complete.ts';
import type { Payment } from '../../../domain/payment.ts';
import { type ApiContext, budgetOf } from '../../context.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentPayment } from '../../present-payment.ts';
import { completePaymentSchema } from '../../schemas/complete-payment.ts';
import { paymentSchema } from '../../schemas/payment.ts';
import { readJsonBody } from '../../shape/read-json-body.ts';
import { checkBody, requireValid } from '../../shape/read-request.ts';
import { BODY_ERRORS, describeAnswers } from '../describe-answers.ts';
import { findOwn } from './find-own.ts';
import { answerVerdict } from './settle-answer.ts';

export const completePaymentDocument = createRoute({
  method: 'post',
  path: '/api/v1/payments/complete',
  operationId: 'completePayment',
  summary: 'Complete a payment',
  description: 'Safe to repeat: nothing is charged by it, the gateway is asked what happened.',
  tags: ['payments'],
  security: [{ bearer: ['payments:write'] }],
  request: { body: { required: true, content: { 'application/json': { schema: completePaymentSchema } } } },
  responses: describeAnswers(
    {
      200: { description: 'PAID, or WAITING_FOR_DEPOSIT.', schema: paymentSchema },
      202: {
        description: 'Not known yet: it goes on by itself; look at `Location` after `Retry-After`.',
        schema: paymentSchema,
        headers: { Location: 'The payment.', 'Retry-After': 'Seconds.' },
      },
    },
    [
      ...BODY_ERRORS,
      'PAYMENT_DECLINED',
      'PAYMENT_NOT_FOUND',
      'NOT_PAYABLE',
      'NOT_PAID_YET',
      'TRANSACTION_MISMATCH',
      'AMOUNT_MISMATCH',
    ],
  ),
});

export function completePayment(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  return async (c) => {
    const body = await readJsonBody(c.req.raw, deps.settings.bodyLimitBytes);
    const { paymentId, pgTransactionId } = requireValid(checkBody(completePaymentSchema, body));
    const payment = await findOwn(deps.payments, paymentId, c.get('principal').userId);
    if (isPaidBy(payment, pgTransactionId) && !isOwedAnEvent(payment))
      return c.json(presentPayment(payment), 200);

    const budget = budgetOf(c.get('arrivedAtMs'), deps.clock(), deps.settings);
    const answer = await deps.workflows.complete(payment, { pgTransactionId }, budget);
    const whenDone = (current: Payment) => answerComplete(current, pgTransactionId);
    return answerVerdict(c, deps.payments, { payment, answer, whenDone });
  };
}

/**
 * A worker that died after COMMIT, its update lost with it, leaves a workflow that does not know of the row: then the
 * repeat goes to the workflow, which finds out and publishes.
 */
function isOwedAnEvent({ eventSequence, publishedSequence }: Payment): boolean {
  return eventSequence > publishedSequence;
}

function isPaidBy({ status, pgTransactionId }: Payment, claimed: string): boolean {
  return (status === 'PAID' || status === 'PARTIALLY_CANCELLED') && pgTransactionId === claimed;
}
