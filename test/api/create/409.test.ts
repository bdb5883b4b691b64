import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { CREATE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it('DUPLICATE_ORDER names the live payment of that order', async () => {
  api.workflows.answerWith({ kind: 'refused', code: 'DUPLICATE_ORDER', params: { paymentId: PAYMENT_ID } });
  const { status, body } = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY });
  expect([status, body.code]).toEqual([409, 'DUPLICATE_ORDER']);
  expect(body.params).toEqual({ paymentId: PAYMENT_ID });
  expect(body.detail).toContain(PAYMENT_ID);
});
