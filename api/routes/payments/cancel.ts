/**
 * `POST /api/v1/payments/{paymentId}/cancel`. The cancellation's id is made here from the key, so that a repeat is the
 * same cancellation; whether it is one is decided by its row, in the workflow.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { lacksRefundAccount } from '../../../domain/changes/on-cancel-request.ts';
import { needsRefundAccount, type Payment } from '../../../domain/payment.ts';
import type { CancelRequest } from '../../../domain/requests.ts';
import {
  deriveCancellationId,
  hashIdempotencyKey,
  hashRequest,
  mintCancellationId,
} from '../../../platform/crypto/derive-ids.ts';
import { type ApiContext, budgetOf } from '../../context.ts';
import type { ApiDeps } from '../../deps.ts';
import { Problem } from '../../problem.ts';
import { cancelPaymentSchema } from '../../schemas/cancel-payment.ts';
import {
  IDEMPOTENCY_KEY_HEADER,
  idempotencyKeyHeader,
  idempotencyKeySchema,
} from '../../schemas/idempotency-key.ts';
import { paymentSchema } from '../../schemas/payment.ts';
import { type FaultCode, pointerTo } from '../../shape/faults.ts';
import { readJsonBody } from '../../shape/read-json-body.ts';
import { checkBody, checkHeader, requireAll } from '../../shape/read-request.ts';
import { BODY_ERRORS, describeAnswers } from '../describe-answers.ts';
import { findOwn } from './find-own.ts';
import { answerVerdict } from './settle-answer.ts';

export const cancelPaymentDocument = createRoute({
  method: 'post',
  path: '/api/v1/payments/{paymentId}/cancel',
  operationId: 'cancelPayment',
  summary: 'Cancel a payment, in full or in part',
  tags: ['payments'],
  security: [{ bearer: ['payments:write'] }],
  request: {
    params: z.object({ paymentId: z.string() }),
    headers: idempotencyKeyHeader,
    body: { required: true, content: { 'application/json': { schema: cancelPaymentSchema } } },
  },
  responses: describeAnswers(
    {
      200: {
        description:
          'CANCELLED, or PARTIALLY_CANCELLED. Unchanged when a waiting refund was told its account, or when a deposit came before the cancellation and its refund now waits for one.',
        schema: paymentSchema,
        headers: { 'Idempotent-Replayed': '`true` on a repeat' },
      },
      202: {
        description: 'Not known yet: it goes on by itself; look at `Location` after `Retry-After`.',
        schema: paymentSchema,
        headers: { Location: 'The payment.', 'Retry-After': 'Seconds.' },
      },
    },
    [
      ...BODY_ERRORS,
      'IDEMPOTENCY_KEY_REQUIRED',
      'PAYMENT_NOT_FOUND',
      'ALREADY_CANCELLED',
      'NOT_CANCELLABLE',
      'NOT_PAID_YET',
      'CANCELLATION_IN_PROGRESS',
      'CANCEL_AMOUNT_EXCEEDED',
      'CANCEL_REFUSED',
      'IDEMPOTENCY_KEY_REUSED',
    ],
  ),
});

export function cancelPayment(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  return async (c) => {
    const [key, body] = requireAll(
      checkHeader(idempotencyKeySchema, IDEMPOTENCY_KEY_HEADER, c.req.header(IDEMPOTENCY_KEY_HEADER)),
      checkBody(cancelPaymentSchema, await readJsonBody(c.req.raw, deps.settings.bodyLimitBytes)),
    );
    if (body.amount !== undefined && key === undefined) throw new Problem('IDEMPOTENCY_KEY_REQUIRED');
    const { userId } = c.get('principal');
    const payment = await findOwn(deps.payments, c.req.param('paymentId') ?? '', userId);

    const scope = { issuer: deps.settings.issuer, userId };
    const request = {
      ...identify(key, { ...scope, paymentId: payment.paymentId }),
      ...body,
      requestHash: hashRequest(body),
    };
    checkRefundAccount(payment, request);
    const budget = budgetOf(c.get('arrivedAtMs'), deps.clock(), deps.settings);
    const answer = await deps.workflows.cancel(payment, request, budget);
    // Paid since the row was read: the same fault, found by the workflow.
    if (answer.kind === 'refused' && answer.code === 'INVALID_REQUEST') throw refundAccountFault('REQUIRED');
    return answerVerdict(c, deps.payments, { payment, answer });
  };
}

function checkRefundAccount(payment: Payment, request: CancelRequest): void {
  if (request.refundAccount !== undefined && !needsRefundAccount(payment))
    throw refundAccountFault('NOT_ALLOWED');
  if (lacksRefundAccount(payment, request)) throw refundAccountFault('REQUIRED');
}

function refundAccountFault(code: FaultCode): Problem {
  return new Problem('INVALID_REQUEST', { faults: [{ pointer: pointerTo('refundAccount'), code }] });
}

/** Without a key a full cancellation gets a fresh id: the one-in-flight rule and the remaining amount guard it. */
function identify(
  idempotencyKey: string | undefined,
  scope: { readonly issuer: string; readonly userId: string; readonly paymentId: string },
): Pick<CancelRequest, 'cancellationId' | 'idempotencyKeyHash'> {
  if (idempotencyKey === undefined) return { cancellationId: mintCancellationId(), idempotencyKeyHash: null };
  const { issuer, userId, paymentId } = scope;
  return {
    cancellationId: deriveCancellationId({ paymentId, idempotencyKey }),
    idempotencyKeyHash: hashIdempotencyKey({ issuer, userId, idempotencyKey }),
  };
}
