/** The main job on real parts: from a request over HTTP to PAID, to its events on Kafka, and back to zero. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiClient,
  apiClient,
  createPaid,
  order,
  payInWindow,
  startEventReader,
} from '../support/live.ts';

let client: ApiClient;
let reader: Awaited<ReturnType<typeof startEventReader>>;

beforeAll(async () => {
  client = await apiClient();
  reader = await startEventReader();
});

afterAll(async () => {
  await reader.stop();
});

async function typesOf(paymentId: string, count: number) {
  await expect
    .poll(() => reader.eventsOf(paymentId).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(count);
  return reader.eventsOf(paymentId).map(({ headers }) => headers['ce_type']);
}

describe('a payment', () => {
  it('is created, paid in the window, completed, read, cancelled in part and in full, and told of on Kafka in order', async () => {
    const created = await client('POST', '/api/v1/payments', { body: order(), key: crypto.randomUUID() });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ status: 'READY', amount: 10_000, cancellations: [] });
    const { paymentId, checkout } = created.body;
    expect(created.headers.get('location')).toBe(`/api/v1/payments/${paymentId}`);

    const pgTransactionId = await payInWindow(checkout.url);
    const completed = await client('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect(completed.status).toBe(200);
    expect(completed.body).toMatchObject({ status: 'PAID', pgTransactionId });
    expect(completed.body.checkout.url).toBe('');

    const part = await client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      body: { reason: 'one book only', amount: 4_000 },
      key: crypto.randomUUID(),
    });
    expect(part.status).toBe(200);
    expect(part.body).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [{ amount: 4_000, status: 'SUCCEEDED' }],
    });

    const rest = await client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      body: { reason: 'the other too' },
    });
    expect(rest.status).toBe(200);
    expect(rest.body).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 4_000 }, { amount: 6_000 }],
    });

    const again = await client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      body: { reason: 'once more' },
    });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('ALREADY_CANCELLED');

    expect(await typesOf(paymentId, 3)).toEqual([
      'payment.completed',
      'payment.partially_cancelled',
      'payment.cancelled',
    ]);
    expect(reader.eventsOf(paymentId).map(({ headers }) => headers['ce_id'])).toEqual(
      [1, 2, 3].map((sequence) => `${paymentId}-${sequence}`),
    );
    expect(reader.eventsOf(paymentId)[1]?.data).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellation: { amount: 4_000, remaining: 6_000 },
    });
  });

  it.each([
    ['4000000000000002', 'CARD_DECLINED'],
    ['4000000000009995', 'INSUFFICIENT_FUNDS'],
    ['4000000000000069', 'CARD_EXPIRED'],
  ])('paid with the card %s is declined: %s', async (card, reason) => {
    const created = await client('POST', '/api/v1/payments', { body: order() });
    const { paymentId, checkout } = created.body;
    const pgTransactionId = await payInWindow(checkout.url, card);
    const refused = await client('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect(refused.status).toBe(402);
    expect(refused.body).toMatchObject({ code: 'PAYMENT_DECLINED', decline: { reason } });
    const repeated = await client('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect(repeated.status).toBe(402);
    expect(await typesOf(paymentId, 1)).toEqual(['payment.failed']);
  });
});

describe('a repeat', () => {
  it('of create answers the same payment, of another body 422, of the order 409', async () => {
    const key = crypto.randomUUID();
    const body = order();
    const first = await client('POST', '/api/v1/payments', { body, key });
    const second = await client('POST', '/api/v1/payments', { body, key });
    expect([second.status, second.body.paymentId]).toEqual([200, first.body.paymentId]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    const other = await client('POST', '/api/v1/payments', { body: { ...body, amount: 1 }, key });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const sameOrder = await client('POST', '/api/v1/payments', { body });
    expect([sameOrder.status, sameOrder.body.code]).toEqual([409, 'DUPLICATE_ORDER']);
    expect(sameOrder.body.detail).toContain(first.body.paymentId);
  });
});

describe("another user's payment", () => {
  it('is not there: not to read, to complete or to cancel', async () => {
    const { paymentId, pgTransactionId } = await createPaid(client);
    const stranger = await apiClient();
    const answers = await Promise.all([
      stranger('GET', `/api/v1/payments/${paymentId}`),
      stranger('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } }),
      stranger('POST', `/api/v1/payments/${paymentId}/cancel`, { body: { reason: 'mine now' } }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'PAYMENT_NOT_FOUND'],
      [404, 'PAYMENT_NOT_FOUND'],
      [404, 'PAYMENT_NOT_FOUND'],
    ]);
  });
});

describe('my payments', () => {
  it('come newest first, page by page, each once, and filtered', async () => {
    const mine = await apiClient();
    const ids: string[] = [];
    for (const amount of [1_000, 2_000, 3_000]) {
      ids.unshift((await mine('POST', '/api/v1/payments', { body: order({ amount }) })).body.paymentId);
    }
    const first = await mine('GET', '/api/v1/payments/me?limit=2');
    const second = await mine('GET', `/api/v1/payments/me?limit=2&cursor=${first.body.nextCursor}`);
    const listed = [...first.body.items, ...second.body.items].map(({ paymentId }) => paymentId);
    expect(listed).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    const paid = await mine('GET', '/api/v1/payments/me?status=PAID');
    expect(paid.body.items).toEqual([]);
    const transfers = await mine('GET', '/api/v1/payments/me?method=TRANSFER');
    expect(transfers.body.items).toEqual([]);
  });
});
