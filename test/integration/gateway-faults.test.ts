/**
 * The gateway crashes, times out and lies: before the effect, after it, and with the answer lost. Whatever it does, the
 * money moves once, our books agree with the gateway's to the won, and the client learns the truth in the end.
 */
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  type ApiClient,
  apiClient,
  createPaid,
  order,
  payInWindow,
  startEventReader,
} from '../support/live.ts';
import { act, booksOf, misbehave } from '../support/simulator.ts';

const UNTIL_SETTLED = { timeout: 45_000, interval: 200 };

let client: ApiClient;

let reader: Awaited<ReturnType<typeof startEventReader>>;

beforeAll(async () => {
  client = await apiClient();
  reader = await startEventReader();
});

afterAll(async () => {
  await reader.stop();
});

async function statusOf(paymentId: string) {
  return (await client('GET', `/api/v1/payments/${paymentId}`)).body.status;
}

describe('a cancellation gives back once', () => {
  it.concurrent.for<readonly [string, object]>([
    ['the connection is reset before the effect', { kind: 'reset', at: 'before' }],
    ['the gateway fails before the effect', { kind: 'server_error', at: 'before' }],
    ['it has too much to do', { kind: 'rate_limit' }],
    ['the gateway fails after the effect', { kind: 'server_error', at: 'after' }],
    ['the connection is reset after the effect', { kind: 'reset', at: 'after' }],
    ['the answer is cut in the middle', { kind: 'reset', at: 'mid_body' }],
    ['the answer cannot be read', { kind: 'unreadable' }],
    ['the gateway finishes it later', { kind: 'asynchronous_cancel', settlesAfterMs: 2_000 }],
  ])('when %s', async ([, fault], { expect }) => {
    const { paymentId } = await createPaid(client);
    await misbehave({ call: 'cancel', paymentId }, fault);
    const answer = await client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      body: { reason: 'returned', amount: 4_000 },
      key: crypto.randomUUID(),
    });
    expect([200, 202]).toContain(answer.status);
    await expect.poll(async () => await statusOf(paymentId), UNTIL_SETTLED).toBe('PARTIALLY_CANCELLED');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, cancelled: 4_000, held: 6_000 });
    const after = await client('GET', `/api/v1/payments/${paymentId}`);
    expect(after.body.cancellations).toMatchObject([{ amount: 4_000, status: 'SUCCEEDED' }]);
  });

  it.concurrent('and not at all when the gateway refuses for good: the same key tells so again, a new one may try', async ({
    expect,
  }) => {
    const { paymentId } = await createPaid(client);
    await misbehave({ call: 'cancel', paymentId }, { kind: 'refused_cancel' });
    const request = { body: { reason: 'returned', amount: 4_000 }, key: crypto.randomUUID() };
    for (const _ of ['first', 'repeat']) {
      const answer = await client('POST', `/api/v1/payments/${paymentId}/cancel`, request);
      expect([answer.status, answer.body.code]).toEqual([409, 'CANCEL_REFUSED']);
    }
    expect(await booksOf(paymentId)).toMatchObject({ held: 10_000 });
    const another = await client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      ...request,
      key: crypto.randomUUID(),
    });
    expect(another.status).toBe(200);
  });
});

describe('complete waits for the truth', () => {
  it.concurrent.for<readonly [string, object]>([
    ['the gateway fails', { kind: 'server_error', at: 'before' }],
    ['the connection is reset', { kind: 'reset', at: 'before' }],
    ['the answer is cut in the middle', { kind: 'reset', at: 'mid_body' }],
    ['the answer cannot be read', { kind: 'unreadable' }],
    ['the gateway does not answer', { kind: 'no_answer', at: 'before', forMs: 3_000 }],
    ['the answer drips', { kind: 'slow_drip', intervalMs: 200, bytes: 8 }],
  ])('when %s, and pays', async ([, fault], { expect }) => {
    const created = await client('POST', '/api/v1/payments', { body: order() });
    const { paymentId, checkout } = created.body;
    const pgTransactionId = await payInWindow(checkout.url);
    await misbehave({ call: 'retrieve', paymentId }, fault);
    const answer = await client('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect([200, 202]).toContain(answer.status);
    await expect.poll(async () => await statusOf(paymentId), UNTIL_SETTLED).toBe('PAID');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, held: 10_000 });
  });

  it.concurrent('with 202 while the payment is pending at the gateway, and pays when that is settled', async ({
    expect,
  }) => {
    const created = await client('POST', '/api/v1/payments', { body: order() });
    const { paymentId, checkout } = created.body;
    const pgTransactionId = await payInWindow(checkout.url, '4000000000000119');
    const answer = await client('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect([answer.status, answer.body.status]).toEqual([202, 'CONFIRMING']);
    expect(answer.headers.get('location')).toBe(`/api/v1/payments/${paymentId}`);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await expect.poll(async () => await statusOf(paymentId), UNTIL_SETTLED).toBe('PAID');
  });

  it.concurrent('and, asked to cancel meanwhile, gives back what the customer paid: both are told', async ({
    expect,
  }) => {
    const created = await client('POST', '/api/v1/payments', { body: order() });
    const { paymentId, checkout } = created.body;
    const pgTransactionId = await payInWindow(checkout.url, '4000000000000119');
    await client('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } });
    const cancelling = client('POST', `/api/v1/payments/${paymentId}/cancel`, {
      body: { reason: 'too slow' },
    });
    await expect
      .poll(
        async () => (await client('GET', `/api/v1/payments/${paymentId}`)).body.cancellations,
        UNTIL_SETTLED,
      )
      .toMatchObject([{ amount: 0, status: 'REQUESTED' }]);
    await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await expect.poll(async () => await statusOf(paymentId), UNTIL_SETTLED).toBe('CANCELLED');
    expect([200, 202]).toContain((await cancelling).status);
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, held: 0 });
    await expect
      .poll(() => reader.eventsOf(paymentId).map(({ headers }) => headers['ce_type']), UNTIL_SETTLED)
      .toEqual(['payment.completed', 'payment.cancelled']);
  });
});
