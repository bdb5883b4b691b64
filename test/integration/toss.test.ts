/**
 * Toss Payments on real parts: the customer agrees in the window, and our confirmation is the approval. Whatever the
 * gateway does before, after and in the answer, it is confirmed once, and the books agree to the won.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, it } from 'vitest';
import { type ApiClient, apiClient, order, payInWindow } from '../support/live.ts';
import { booksOf, misbehave } from '../support/simulator.ts';

const UNTIL_SETTLED = { timeout: 45_000, interval: 200 };

let client: ApiClient;

beforeAll(async () => {
  client = await apiClient();
});

/** A payment that its customer has agreed to. */
async function agreed(card?: string) {
  const { body } = await client('POST', '/api/v1/payments', { body: order({ method: { type: 'MOBILE' } }) });
  const { paymentId, checkout } = body;
  return { paymentId, pgTransactionId: await payInWindow(checkout.url, card) };
}

async function complete(body: { paymentId: string; pgTransactionId: string }) {
  return await client('POST', '/api/v1/payments/complete', { body });
}

async function statusOf(paymentId: string) {
  return (await client('GET', `/api/v1/payments/${paymentId}`)).body.status;
}

describe('a payment through Toss', () => {
  it.concurrent('moves nothing before it is completed, is paid by that, and given back in parts', async ({
    expect,
  }) => {
    const payment = await agreed();
    expect(await booksOf(payment.paymentId)).toMatchObject({ approved: 0 });
    const completed = await complete(payment);
    expect([completed.status, completed.body.status]).toEqual([200, 'PAID']);
    expect((await complete(payment)).status).toBe(200);
    const cancelled = await client('POST', `/api/v1/payments/${payment.paymentId}/cancel`, {
      body: { reason: 'returned', amount: 4_000 },
      key: randomUUID(),
    });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'PARTIALLY_CANCELLED']);
    expect(await booksOf(payment.paymentId)).toMatchObject({
      approved: 10_000,
      cancelled: 4_000,
      held: 6_000,
    });
  });

  it.concurrent('is declined when the confirmation is', async ({ expect }) => {
    const declined = await complete(await agreed('4000000000000002'));
    expect([declined.status, declined.body.code]).toEqual([402, 'PAYMENT_DECLINED']);
  });

  it.concurrent("is not paid by another payment's agreement", async ({ expect }) => {
    const [mine, other] = [await agreed(), await agreed()];
    const refused = await complete({ ...mine, pgTransactionId: other.pgTransactionId });
    expect([refused.status, refused.body.code]).toEqual([409, 'TRANSACTION_MISMATCH']);
    expect(await booksOf(other.paymentId)).toMatchObject({ approved: 0 });
  });
});

describe('a confirmation', () => {
  it.concurrent.for<readonly [string, object]>([
    ['the connection is reset before the effect', { kind: 'reset', at: 'before' }],
    ['the gateway fails before the effect', { kind: 'server_error', at: 'before' }],
    ['it has too much to do', { kind: 'rate_limit' }],
    ['the gateway fails after the effect', { kind: 'server_error', at: 'after' }],
    ['the connection is reset after the effect', { kind: 'reset', at: 'after' }],
    ['the answer is cut in the middle', { kind: 'reset', at: 'mid_body' }],
    ['the answer cannot be read', { kind: 'unreadable' }],
  ])('takes the money once when %s', async ([, fault], { expect }) => {
    const payment = await agreed();
    await misbehave({ call: 'confirm', paymentId: payment.paymentId }, fault);
    expect([200, 202]).toContain((await complete(payment)).status);
    await expect.poll(async () => await statusOf(payment.paymentId), UNTIL_SETTLED).toBe('PAID');
    expect(await booksOf(payment.paymentId)).toMatchObject({ approved: 10_000, held: 10_000 });
  });
});
