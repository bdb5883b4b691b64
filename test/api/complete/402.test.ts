import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it('PAYMENT_DECLINED says why, from the row', async () => {
  const decline = { reason: 'INSUFFICIENT_FUNDS', pgCode: 'PG_51', pgMessage: '잔액 부족' } as const;
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.workflows.answerWith({ kind: 'refused', code: 'PAYMENT_DECLINED', params: {} }, () =>
    api.payments.rows.set(PAYMENT_ID, paymentRow({ status: 'FAILED', decline })),
  );
  const { status, body } = await api.call('/api/v1/payments/complete', {
    method: 'POST',
    body: COMPLETE_BODY,
  });
  expect([status, body.code]).toEqual([402, 'PAYMENT_DECLINED']);
  expect(body['decline']).toEqual(decline);
});
