/** `GET /api/v1/payments/me`: one's own payments, newest first, by keyset: a page never shifts under its reader. */
import { createRoute } from '@hono/zod-openapi';
import type { ApiContext } from '../../context.ts';
import { encodeCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentPayment } from '../../present-payment.ts';
import { listPaymentsSchema } from '../../schemas/list-payments.ts';
import { paymentPageSchema } from '../../schemas/payment.ts';
import { checkQuery, requireValid } from '../../shape/read-request.ts';
import { describeAnswers } from '../describe-answers.ts';

export const listMyPaymentsDocument = createRoute({
  method: 'get',
  path: '/api/v1/payments/me',
  operationId: 'listMyPayments',
  summary: 'List my payments, newest first',
  tags: ['payments'],
  security: [{ bearer: ['payments:read'] }],
  request: { query: listPaymentsSchema },
  responses: describeAnswers({ 200: { description: 'A page.', schema: paymentPageSchema } }, [
    'INVALID_REQUEST',
  ]),
});

export function listMyPayments(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  return async (c) => {
    const { limit, ...filters } = requireValid(checkQuery(listPaymentsSchema, c.req.url));
    // One more than asked for tells whether there is a next page.
    const found = await deps.payments.listMine({
      ...filters,
      userId: c.get('principal').userId,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return c.json(
      { items: page.map(presentPayment), nextCursor: last === undefined ? null : encodeCursor(last) },
      200,
    );
  };
}
