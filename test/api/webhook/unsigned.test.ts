/** A gateway that does not sign its webhooks: a forged one costs one look at the gateway, and changes nothing. */
import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';
import { WEBHOOK_PATH } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({
  webhooks: {
    PORTONE: ({ headers, rawBody }) => ({
      kind: 'notice',
      deliveryId: headers.get('transmission-id') ?? '',
      type: 'PAYMENT_STATUS_CHANGED',
      paymentId: Buffer.from(rawBody).toString('utf8'),
    }),
  },
});

const send = async (paymentId: string, deliveryId: string) =>
  await api.call(WEBHOOK_PATH, {
    method: 'POST',
    body: paymentId,
    headers: { 'transmission-id': deliveryId },
    token: null,
  });

it('goes the same way, by a parser of its own alone', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  expect((await send(PAYMENT_ID, 't-1')).status).toBe(200);
  expect((await send(PAYMENT_ID, 't-1')).status).toBe(200);
  expect(api.workflows.calls).toMatchObject([
    { update: 'webhook', request: { deliveryId: 't-1', type: 'PAYMENT_STATUS_CHANGED' } },
  ]);
});

it('does not learn from the answer which payments there are', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const [known, unknown] = [await send(PAYMENT_ID, 't-1'), await send('pay_unheard', 't-2')];
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
});
