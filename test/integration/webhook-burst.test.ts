/** A thousand webhooks at once, most of them duplicates, about a hundred payments: none lost, none counted twice. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { query } from '../support/four-records.ts';
import { apiClient, order, payInWindow } from '../support/live.ts';
import { allAcknowledged, misdirect, sendWebhooks, switchWebhooks } from '../support/webhooks.ts';

const PAYMENTS = 100;
/** Per payment: two deliveries of their own, each five times. */
const DELIVERIES = 2;
const COPIES = 5;
const WITHIN_MS = 90_000;

const paymentIds: string[] = [];

beforeAll(async () => {
  await switchWebhooks(false);
  const client = await apiClient();
  const one = async () => {
    const { body } = await client('POST', '/api/v1/payments', { body: order() });
    await payInWindow(body.checkout.url);
    paymentIds.push(body.paymentId);
  };
  for (let count = 0; count < PAYMENTS; count += 10) {
    await Promise.all(Array.from({ length: 10 }, one));
  }
});

afterAll(async () => {
  await switchWebhooks(false);
});

it('is absorbed: every payment PAID with one event, every delivery answered 2xx in the end, clients served meanwhile', async () => {
  const idle = await apiClient();
  await misdirect({ times: PAYMENTS * DELIVERIES }, { kind: 'duplicate', copies: COPIES - 1 });
  const startedAtMs = Date.now();
  await Promise.all(
    paymentIds.map(async (paymentId) => await sendWebhooks(paymentId, 'Transaction.Paid', DELIVERIES)),
  );
  const meanwhile = await idle('POST', '/api/v1/payments', { body: order() });
  expect(meanwhile.status).toBe(201);

  const ours = new Set(paymentIds);
  const sent = (await allAcknowledged(undefined, WITHIN_MS)).filter(({ paymentId }) => ours.has(paymentId));
  const tookMs = Date.now() - startedAtMs;
  expect(sent).toHaveLength(PAYMENTS * DELIVERIES * COPIES);
  expect(new Set(sent.flatMap(({ answers }) => answers)).difference(new Set([200, 503]))).toEqual(new Set());
  expect(tookMs).toBeLessThan(WITHIN_MS);

  const list = paymentIds.map((paymentId) => `'${paymentId}'`).join(',');
  const question = `select status, event_sequence as events, count(*)::int as payments from payment where payment_id in (${list}) group by 1, 2`;
  const { environment } = inject('live');
  await expect
    .poll(async () => await query(environment, question), { timeout: 60_000, interval: 500 })
    .toEqual([{ status: 'PAID', events: 1, payments: PAYMENTS }]);
  const [recorded] = await query(
    environment,
    `select count(*)::int as deliveries from webhook_delivery where payment_id in (${list})`,
  );
  expect(recorded).toEqual({ deliveries: PAYMENTS * DELIVERIES });
});
