/**
 * `POST /api/v1/webhooks/{provider}`. A webhook says that there is something to look at; its workflow looks, by our own
 * id, as it does for `complete`. 2xx means that this is durable; everything else makes the gateway send it again.
 */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { DeliveryKey } from '../../../db/stores/webhook-deliveries.ts';
import { PROVIDERS, type Provider } from '../../../domain/providers.ts';
import {
  isKnownAlready,
  type ParseWebhook,
  type WebhookNotice,
  type WebhookReading,
} from '../../../domain/webhooks.ts';
import { type BoundedWork, boundWork } from '../../bounded-work.ts';
import { type ApiContext, budgetOf } from '../../context.ts';
import type { ApiDeps } from '../../deps.ts';
import { Problem, unavailable } from '../../problem.ts';
import { readBytes } from '../../shape/read-bytes.ts';
import { shareInFlight } from '../../share-in-flight.ts';
import { describeAnswers } from '../describe-answers.ts';
import { type LimitLooks, limitLooks } from './limit-looks.ts';

/** The same for an unknown payment as for ours: whoever may send unsigned ones learns nothing by it. */
const receivedSchema = z.strictObject({ received: z.literal(true) }).openapi('WebhookReceived');

export const receiveWebhookDocument = createRoute({
  method: 'post',
  path: '/api/v1/webhooks/{provider}',
  operationId: 'receiveWebhook',
  summary: 'Receive a webhook of a payment gateway',
  description:
    'For gateways, not for clients: in the gateway’s own format, without a token. PortOne’s are proved by their signature (Standard Webhooks), Toss Payments’ are not signed. Nothing in them is believed: the gateway is asked what happened.',
  tags: ['webhooks'],
  security: [],
  request: {
    params: z.object({ provider: z.string().openapi({ example: 'portone' }) }),
    body: { required: true, content: { 'application/json': { schema: z.looseObject({}) } } },
  },
  responses: describeAnswers(
    { 200: { description: 'Received, and what it asks for is durable.', schema: receivedSchema } },
    ['INVALID_REQUEST', 'WEBHOOK_UNPROVED', 'ROUTE_NOT_FOUND', 'BODY_TOO_LARGE', 'RATE_LIMITED'],
    ['INTERNAL_ERROR', 'TEMPORARILY_UNAVAILABLE'],
  ),
});

/**
 * Of each gateway, so that a flood of one that does not sign holds up no other: fewer than the database's connections,
 * and waiting for less than any gateway waits for an answer (Toss: 10 s).
 */
const LIMITS = { atOnce: 8, waitingAtMost: 1_000, waitAtMostMs: 4_000 };

export function receiveWebhook(deps: ApiDeps): (c: ApiContext) => Promise<Response> {
  const share = shareInFlight<Outcome>();
  const limit = limitLooks(deps.settings.unprovedLooks);
  const turns = new Map<Provider, BoundedWork>();
  const turnsOf = (provider: Provider): BoundedWork => {
    const known = turns.get(provider) ?? boundWork(LIMITS);
    turns.set(provider, known);
    return known;
  };
  return async (c) => {
    const { provider, parse } = parserFor(deps, c);
    const rawBody = await readBytes(c.req.raw, deps.settings.bodyLimitBytes);
    const reading = parse({ headers: c.req.raw.headers, rawBody, nowMs: deps.clock() });
    if (reading.kind === 'unproved' || reading.kind === 'unreadable') throw refusal(deps, c, reading);
    let outcome: Outcome = 'ignored';
    if (reading.kind === 'notice') {
      const bodyHash = createHash('sha256').update(rawBody).digest('hex');
      // Without an id of its own, a delivery that is sent again is known by its body.
      const key = { provider, deliveryId: reading.deliveryId ?? `body-${bodyHash}`, bodyHash };
      outcome = await share(
        JSON.stringify(key),
        async () => await turnsOf(provider)(async () => await take(deps, c, { key, notice: reading, limit })),
      );
    }
    deps.logger.info(
      { requestId: c.get('requestId'), provider, ...toldBy(reading), outcome },
      'webhook received',
    );
    return c.json({ received: true }, 200);
  };
}

type Outcome = 'ignored' | 'duplicate' | 'unknown_payment' | 'known_already' | 'look';

type Taken = { readonly key: DeliveryKey; readonly notice: WebhookNotice; readonly limit: LimitLooks };

async function take(deps: ApiDeps, c: ApiContext, { key, notice, limit }: Taken): Promise<Outcome> {
  const { provider, deliveryId } = key;
  const { type, paymentId, isProved } = notice;
  if (await deps.deliveries.has(key)) return 'duplicate';
  const payment = await deps.payments.findById(paymentId);
  // A row is committed before the gateway hears of its id: what is not there is somebody else's, for good.
  if (payment === null || payment.provider !== provider) return 'unknown_payment';

  const isKnown = isKnownAlready(payment, notice.claim);
  // Nothing was done, so there is nothing to remember: else anybody could fill the table.
  if (isKnown && !isProved) return 'known_already';
  if (!isKnown) {
    if (!isProved) await limit({ provider, paymentId });
    const budget = budgetOf(c.get('arrivedAtMs'), deps.clock(), deps.settings);
    const answer = await deps.workflows.webhook(payment, { provider, deliveryId, type }, budget);
    if (answer.kind === 'unaccepted' || answer.kind === 'busy') throw unavailable(answer.kind);
  }
  // Not before: one that failed half-way is sent again, and must be taken up again.
  await deps.deliveries.record({ ...key, paymentId, type, receivedAt: new Date(deps.clock()) });
  return isKnown ? 'known_already' : 'look';
}

/** Why stands in the log; who sent it learns only that. */
function refusal(
  { logger }: ApiDeps,
  c: ApiContext,
  reading: Extract<WebhookReading, { kind: 'unproved' | 'unreadable' }>,
): Problem {
  const line = { requestId: c.get('requestId'), provider: c.req.param('provider'), why: reading.why };
  if (reading.kind === 'unproved') {
    logger.warn(line, 'webhook not proved');
    return new Problem('WEBHOOK_UNPROVED');
  }
  // Genuine, and not understood, is our fault; what anybody may have sent is nobody's.
  logger[reading.isProved ? 'error' : 'warn'](line, 'webhook not readable');
  return new Problem('INVALID_REQUEST');
}

function parserFor(
  { webhooks }: ApiDeps,
  c: ApiContext,
): { readonly provider: Provider; readonly parse: ParseWebhook } {
  const provider = PROVIDERS.find((name) => name.toLowerCase() === c.req.param('provider'));
  const parse = provider === undefined ? undefined : webhooks[provider];
  if (provider === undefined || parse === undefined) {
    const { pathname: path } = new URL(c.req.url);
    throw new Problem('ROUTE_NOT_FOUND', { params: { method: c.req.method, path } });
  }
  return { provider, parse };
}

function toldBy(reading: Extract<WebhookReading, { kind: 'notice' | 'ignored' }>) {
  const { type } = reading;
  if (reading.kind === 'ignored') return { type };
  const { deliveryId, paymentId } = reading;
  return { type, deliveryId, paymentId };
}
