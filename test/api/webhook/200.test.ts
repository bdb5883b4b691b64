import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow, paymentRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';
import { sendWebhook, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks });
const RECEIVED = { received: true };
/** The same bytes each time. */
const ONCE = {
  id: 'msg_1',
  body: JSON.stringify({ type: 'Transaction.Failed', data: { paymentId: PAYMENT_ID } }),
};

it('asks for one look at the gateway, without a token, and records that it did', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.workflows.answerWith({ kind: 'pending' });
  const { status, body } = await sendWebhook(api, { id: 'msg_1' });
  expect([status, body]).toEqual([200, RECEIVED]);
  expect(api.workflows.calls).toMatchObject([
    {
      update: 'webhook',
      payment: { paymentId: PAYMENT_ID },
      request: { provider: 'PORTONE', deliveryId: 'msg_1', type: 'Transaction.Paid' },
    },
  ]);
  expect(api.deliveries.recorded).toMatchObject([
    {
      provider: 'PORTONE',
      deliveryId: 'msg_1',
      paymentId: PAYMENT_ID,
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
});

it('answers a delivery that was taken up before at once, without a second look', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  for (const _ of [1, 2, 3]) expect((await sendWebhook(api, ONCE)).status).toBe(200);
  expect([api.workflows.calls.length, api.deliveries.recorded.length]).toEqual([1, 1]);
});

it('answers copies that come at once by one look', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const answers = await Promise.all(Array.from({ length: 5 }, () => sendWebhook(api, ONCE)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect([api.workflows.calls.length, api.deliveries.recorded.length]).toEqual([1, 1]);
});

it('looks again at another body under a known id: whoever does not sign could have sent the first', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  await sendWebhook(api, { id: 'msg_1', type: 'Transaction.Failed' });
  await sendWebhook(api, { id: 'msg_1', type: 'Transaction.Paid' });
  expect(api.workflows.calls).toHaveLength(2);
});

it('takes up again what failed half-way', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.deliveries.failure = new Error('the database went');
  expect((await sendWebhook(api, ONCE)).status).toBe(503);
  api.deliveries.failure = null;
  expect((await sendWebhook(api, ONCE)).status).toBe(200);
  expect(api.workflows.calls).toHaveLength(2);
});

it.each(['EXPIRED', 'FAILED', 'CANCELLED', 'PAID', 'READY'] as const)(
  'looks at a payment that is %s: late money and cancellations elsewhere come this way',
  async (status) => {
    api.payments.rows.set(PAYMENT_ID, paymentRow({ status }));
    await sendWebhook(api, { type: 'Transaction.Paid' });
    await sendWebhook(api, { type: 'Transaction.Cancelled', data: { cancellationId: 'c-1' } });
    expect(api.workflows.calls).toHaveLength(2);
  },
);

it('opens no workflow for what the record holds already, and records the delivery', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  expect((await sendWebhook(api, { type: 'Transaction.Paid' })).body).toEqual(RECEIVED);
  expect([api.workflows.calls.length, api.deliveries.recorded.length]).toEqual([0, 1]);
});

it.each([
  ['another transaction', {}, { transactionId: 'tx-2' }],
  ['an event that waits to be published', { eventSequence: 1 }, {}],
])('looks all the same for %s', async (_, changes, data) => {
  api.payments.rows.set(PAYMENT_ID, paidRow(changes));
  await sendWebhook(api, { type: 'Transaction.Paid', data });
  expect(api.workflows.calls).toHaveLength(1);
});

it('answers an unknown payment and tells it to the log only', async () => {
  const { status, body } = await sendWebhook(api);
  expect([status, body]).toEqual([200, RECEIVED]);
  expect([api.workflows.calls, api.deliveries.recorded]).toEqual([[], []]);
  expect(api.log.join('')).toContain('"outcome":"unknown_payment"');
});

it.each(['Transaction.Ready', 'BillingKey.Deleted', 'Something.Unheard'])('ignores %s', async (type) => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  expect((await sendWebhook(api, { type })).status).toBe(200);
  expect(api.workflows.calls).toEqual([]);
});

it('logs no body and no signature', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  await sendWebhook(api, { data: { canary: 'something-personal' } });
  expect(api.log.join('')).not.toMatch(/something-personal|v1,/);
});
