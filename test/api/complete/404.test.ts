import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it.each(['pay_unknown', '', 'a\u0000b', '\ud800', '결제', 'x'.repeat(10_000)])(
  'PAYMENT_NOT_FOUND for the paymentId %j, and no workflow is started',
  async (paymentId) => {
    const body = { ...COMPLETE_BODY, paymentId };
    const answer = await api.call('/api/v1/payments/complete', { method: 'POST', body });
    expect([answer.status, answer.body.code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
    expect(api.workflows.calls).toEqual([]);
  },
);

it('PAYMENT_NOT_FOUND for another user’s payment', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow({ userId: 'bob' }));
  const { status } = await api.call('/api/v1/payments/complete', { method: 'POST', body: COMPLETE_BODY });
  expect(status).toBe(404);
  expect(api.workflows.calls).toEqual([]);
});
