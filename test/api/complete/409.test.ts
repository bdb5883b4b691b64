import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow, paymentRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it.each(['NOT_PAYABLE', 'NOT_PAID_YET', 'TRANSACTION_MISMATCH', 'AMOUNT_MISMATCH'] as const)(
  '%s as the workflow decided, on a settled payment too',
  async (code) => {
    api.payments.rows.set(PAYMENT_ID, paymentRow({ status: 'EXPIRED' }));
    api.workflows.answerWith({ kind: 'refused', code, params: { status: 'EXPIRED' } });
    const { status, body } = await api.call('/api/v1/payments/complete', {
      method: 'POST',
      body: COMPLETE_BODY,
    });
    expect([status, body.code]).toEqual([409, code]);
    expect(body.detail).not.toMatch(/[{}]/);
    expect(api.workflows.calls).toHaveLength(1);
  },
);

it('NOT_PAYABLE when it was given back between the verdict and the answer: 200 is of a payment that stands', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.workflows.answerWith({ kind: 'done' }, () =>
    api.payments.rows.set(PAYMENT_ID, paidRow({ status: 'CANCELLED' })),
  );
  const { status, body } = await api.call('/api/v1/payments/complete', {
    method: 'POST',
    body: COMPLETE_BODY,
  });
  expect([status, body.code, body.params]).toEqual([409, 'NOT_PAYABLE', { status: 'CANCELLED' }]);
});
