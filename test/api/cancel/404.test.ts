import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it.each(['pay_unknown', 'a%2Fb', '%00', '%F0%9F%92%A9', 'me'])(
  'PAYMENT_NOT_FOUND for %s',
  async (paymentId) => {
    const answer = await api.call(`/api/v1/payments/${paymentId}/cancel`, {
      method: 'POST',
      body: CANCEL_BODY,
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
  },
);

it('PAYMENT_NOT_FOUND for another user’s payment, word for word as for an unknown one', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow({ userId: 'bob' }));
  const theirs = await api.call(`/api/v1/payments/${PAYMENT_ID}/cancel`, {
    method: 'POST',
    body: CANCEL_BODY,
  });
  const unknown = await api.call('/api/v1/payments/pay_0/cancel', { method: 'POST', body: CANCEL_BODY });
  const same = { instance: '', requestId: '' };
  expect({ ...theirs.body, ...same }).toEqual({ ...unknown.body, ...same });
  expect(api.workflows.calls).toEqual([]);
});
