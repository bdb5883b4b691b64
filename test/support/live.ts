/** What live tests share: a client of the API as a customer's would be, the customer's browser, and a Kafka consumer. */
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { inject } from 'vitest';
import { z } from 'zod';
import { type KeyRing, parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { mintToken } from '../../sandbox/token-issuer/mint-token.ts';

/** What tests read of an answer; whether it is as documented is the API tests' matter. */
const bodySchema = z.looseObject({
  paymentId: z.string().default(''),
  orderId: z.string().default(''),
  status: z.union([z.string(), z.number()]).optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
  checkout: z.looseObject({ url: z.string().default('') }).default({ url: '' }),
  cancellations: z.array(z.looseObject({ cancellationId: z.string(), amount: z.number() })).default([]),
  items: z.array(z.looseObject({ paymentId: z.string() })).default([]),
  nextCursor: z.string().nullable().default(null),
});

type Body = z.infer<typeof bodySchema>;

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
};

export type ApiClient = (method: string, path: string, options?: RequestOptions) => Promise<Answer>;

type RequestOptions = { readonly body?: unknown; readonly key?: string };

/** A client with a token of its own: no two tests share a user. */
export async function apiClient(userId = `user-${randomUUID()}`, url?: string): Promise<ApiClient> {
  const { dataDir } = inject('live');
  const api = url ?? inject('live').api;
  const token = await mintToken(dataDir, { sub: userId });
  return async (method, path, { body, key } = {}) => {
    const response = await fetch(`${api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: bodySchema.parse(text === '' ? {} : JSON.parse(text)),
    };
  };
}

/** The keys of the live servers, for who looks into their database. */
export function liveKeyRing(): KeyRing {
  return parseKeyRing(inject('live').environment['ENCRYPTION_KEYS'] ?? '');
}

export function order(more: object = {}) {
  return {
    orderId: `order-${randomUUID().slice(0, 18)}`,
    orderName: 'Two books',
    amount: 10_000,
    currency: 'KRW',
    method: { type: 'CARD' },
    ...more,
  };
}

/** What the customer does in the gateway's window. */
export async function payInWindow(checkoutUrl: string, card?: string): Promise<string> {
  const response = await fetch(checkoutUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(card === undefined ? {} : { card: { number: card } }),
  });
  return z.object({ pgTransactionId: z.string() }).parse(await response.json()).pgTransactionId;
}

export async function createPaid(client: ApiClient, more: object = {}, key: string = randomUUID()) {
  const created = await client('POST', '/api/v1/payments', { body: order(more), key });
  const pgTransactionId = await payInWindow(created.body.checkout.url);
  const { paymentId } = created.body;
  const completed = await client('POST', '/api/v1/payments/complete', {
    body: { paymentId, pgTransactionId },
  });
  return { paymentId, pgTransactionId, completed };
}

export type ReadEvent = {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Reads the topic from its beginning, as a consumer of one's own would. */
export async function startEventReader() {
  const { environment } = inject('live');
  const kafka = new Kafka({
    clientId: 'event-reader',
    brokers: (environment['KAFKA_BROKERS'] ?? '').split(','),
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: `event-reader-${randomUUID()}` });
  const events: ReadEvent[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: environment['KAFKA_TOPIC'] ?? 'payment.events.v1', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
      events.push({
        key: String(message.key),
        headers: Object.fromEntries(headers),
        data: JSON.parse(String(message.value)),
      });
    },
  });
  return {
    eventsOf: (paymentId: string) => events.filter(({ key }) => key === paymentId),
    stop: async () => await consumer.disconnect(),
  };
}
