import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it.each(['pay_unknown', '%00', '..%2F..%2Fetc', "'%20or%201=1", '%ED%A0%80', 'complete'])(
  'PAYMENT_NOT_FOUND for %s',
  async (paymentId) => {
    const { status, body } = await api.call(`/api/v1/payments/${paymentId}`);
    expect([status, body.code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
  },
);

it('PAYMENT_NOT_FOUND for another user’s payment', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow({ userId: 'bob' }));
  const { status, body } = await api.call(`/api/v1/payments/${PAYMENT_ID}`);
  expect([status, body.code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
});
