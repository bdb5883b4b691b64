/** `GET /api/v1/payments/{paymentId}`: the committed row, with its cancellations. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiContext } from '../../context.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentPayment } from '../../present-payment.ts';
import { paymentSchema } from '../../schemas/payment.ts';
import { describeAnswers } from '../describe-answers.ts';
import { findOwn } from './find-own.ts';

export const getPaymentDocument = createRoute({
  method: 'get',
  path: '/api/v1/payments/{paymentId}',
  operationId: 'getPayment',
  summary: 'Look at a payment',
  tags: ['payments'],
  security: [{ bearer: ['payments:read'] }],
  request: { params: z.object({ paymentId: z.string() }) },
  responses: describeAnswers({ 200: { description: 'The payment.', schema: paymentSchema } }, [
    'PAYMENT_NOT_FOUND',
  ]),
});

export function getPayment(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  return async (c) => {
    const payment = await findOwn(deps.payments, c.req.param('paymentId') ?? '', c.get('principal').userId);
    return c.json(presentPayment(payment), 200);
  };
}
