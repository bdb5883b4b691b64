import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it.each([
  ['ALREADY_CANCELLED', {}],
  ['NOT_CANCELLABLE', { status: 'FAILED' }],
  ['NOT_PAID_YET', {}],
  ['CANCELLATION_IN_PROGRESS', {}],
  ['CANCEL_AMOUNT_EXCEEDED', { cancellable: 7_000 }],
  ['CANCEL_REFUSED', {}],
] as const)('%s as the workflow decided, with its words filled in', async (code, params) => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  api.workflows.answerWith({ kind: 'refused', code, params });
  const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
  const { status, body } = await api.call(path, { method: 'POST', body: CANCEL_BODY });
  expect([status, body.code]).toEqual([409, code]);
  expect(body.detail).not.toMatch(/[{}]/);
});
