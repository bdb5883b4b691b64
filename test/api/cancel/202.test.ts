import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it('answers the payment, where to look and when, while the gateway’s answer is unknown', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  api.workflows.answerWith({ kind: 'pending' });
  const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
  const { status, body, headers } = await api.call(path, { method: 'POST', body: CANCEL_BODY });
  expect([status, body.paymentId]).toEqual([202, PAYMENT_ID]);
  expect(headers.get('Location')).toBe(`/api/v1/payments/${PAYMENT_ID}`);
  expect(headers.has('Retry-After')).toBe(true);
});
