/**
 * `POST /api/v1/payments`. The row decides: a repeat is answered from it without opening a workflow, and no success
 * is told before there is a committed row. Never 202: what is not committed is 503, and the same key again.
 */
import { createRoute, type z } from '@hono/zod-openapi';
import type { MethodType } from '../../../domain/methods.ts';
import type { Payment } from '../../../domain/payment.ts';
import type { GatewayRoutes, Provider } from '../../../domain/providers.ts';
import type { CreateRequest } from '../../../domain/requests.ts';
import {
  derivePaymentId,
  hashIdempotencyKey,
  hashRequest,
  mintPaymentId,
} from '../../../platform/crypto/derive-ids.ts';
import { type ApiContext, budgetOf } from '../../context.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentPayment } from '../../present-payment.ts';
import { Problem, unavailable } from '../../problem.ts';
import { createPaymentSchema } from '../../schemas/create-payment.ts';
import {
  IDEMPOTENCY_KEY_HEADER,
  idempotencyKeyHeader,
  idempotencyKeySchema,
} from '../../schemas/idempotency-key.ts';
import { paymentSchema } from '../../schemas/payment.ts';
import { readJsonBody } from '../../shape/read-json-body.ts';
import { checkBody, checkHeader, requireAll } from '../../shape/read-request.ts';
import { BODY_ERRORS, describeAnswers } from '../describe-answers.ts';
import { busy, paymentPath, refusal } from './settle-answer.ts';

export const createPaymentDocument = createRoute({
  method: 'post',
  path: '/api/v1/payments',
  operationId: 'createPayment',
  summary: 'Create a payment',
  description:
    'Then open `checkout`, let the customer pay, and complete it with the transaction the window reports.',
  tags: ['payments'],
  security: [{ bearer: ['payments:write'] }],
  request: {
    headers: idempotencyKeyHeader,
    body: { required: true, content: { 'application/json': { schema: createPaymentSchema } } },
  },
  responses: describeAnswers(
    {
      200: {
        description: 'A repeat: the same payment as it stands now.',
        schema: paymentSchema,
        headers: { 'Idempotent-Replayed': '`true`' },
      },
      201: {
        description: 'Created.',
        schema: paymentSchema,
        headers: { Location: 'The payment.' },
        links: {
          get: { operationId: 'getPayment', parameters: { paymentId: '$response.body#/paymentId' } },
          complete: {
            operationId: 'completePayment',
            requestBody: { paymentId: '$response.body#/paymentId' },
            description: 'With the transaction that the window reported.',
          },
          cancel: { operationId: 'cancelPayment', parameters: { paymentId: '$response.body#/paymentId' } },
        },
      },
    },
    [...BODY_ERRORS, 'UNSUPPORTED_METHOD', 'DUPLICATE_ORDER', 'IDEMPOTENCY_KEY_REUSED'],
  ),
});

type CreateBody = z.output<typeof createPaymentSchema>;

export function createPayment(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  return async (c) => {
    const [key, body] = requireAll(
      checkHeader(idempotencyKeySchema, IDEMPOTENCY_KEY_HEADER, c.req.header(IDEMPOTENCY_KEY_HEADER)),
      checkBody(createPaymentSchema, await readJsonBody(c.req.raw, deps.settings.bodyLimitBytes)),
    );
    const identity = identify(key, { issuer: deps.settings.issuer, userId: c.get('principal').userId });
    const requestHash = hashRequest(body);

    const earlier = key === undefined ? null : await deps.payments.findById(identity.paymentId);
    if (earlier !== null) return answerRepeat(c, earlier, requestHash);

    const provider = routeOf(deps.routes, body.method.type);
    const request = toRequest(body, { ...identity, requestHash, provider });
    const budget = budgetOf(c.get('arrivedAtMs'), deps.clock(), deps.settings);
    const answer = await deps.workflows.create(request, budget);
    if (answer.kind === 'busy') throw busy();
    if (answer.kind === 'refused') throw refusal(answer, null);

    const payment = await deps.payments.findById(identity.paymentId);
    if (payment === null) throw unavailable();
    const replayed = answer.kind === 'done' && answer.replayed === true;
    if (replayed || payment.requestHash !== requestHash) return answerRepeat(c, payment, requestHash);
    c.header('Location', paymentPath(payment.paymentId));
    return c.json(presentPayment(payment), 201);
  };
}

type Identity = Pick<CreateRequest, 'paymentId' | 'userId' | 'idempotencyKeyHash'>;

function identify(
  idempotencyKey: string | undefined,
  user: { readonly issuer: string; readonly userId: string },
): Identity {
  const { userId } = user;
  if (idempotencyKey === undefined) return { paymentId: mintPaymentId(), userId, idempotencyKeyHash: null };
  const scope = { ...user, idempotencyKey };
  return { paymentId: derivePaymentId(scope), userId, idempotencyKeyHash: hashIdempotencyKey(scope) };
}

function answerRepeat(c: ApiContext, payment: Payment, requestHash: string): Response {
  if (payment.requestHash !== requestHash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
  c.header('Idempotent-Replayed', 'true');
  return c.json(presentPayment(payment), 200);
}

function routeOf(routes: GatewayRoutes, method: MethodType): Provider {
  const provider = Object.hasOwn(routes, method) ? routes[method] : undefined;
  if (provider !== undefined) return provider;
  throw new Problem('UNSUPPORTED_METHOD', {
    params: { method, supported: Object.keys(routes).sort().join(', ') },
  });
}

function toRequest(
  body: CreateBody,
  decided: Identity & Pick<CreateRequest, 'requestHash' | 'provider'>,
): CreateRequest {
  return {
    ...body,
    ...decided,
    items: body.items ?? [],
    customer: body.customer ?? null,
    metadata: body.metadata ?? {},
  };
}
