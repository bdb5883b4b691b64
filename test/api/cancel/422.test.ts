import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { depositedRow, paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID, REFUND_ACCOUNT } from '../support/requests.ts';

const api = apiUnderTest();

it('IDEMPOTENCY_KEY_REUSED as the cancellation’s row decided', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  api.workflows.answerWith({ kind: 'refused', code: 'IDEMPOTENCY_KEY_REUSED', params: {} });
  const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
  const { status, body } = await api.call(path, {
    method: 'POST',
    body: CANCEL_BODY,
    headers: { 'Idempotency-Key': 'c' },
  });
  expect([status, body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
});

it('hashes the whole request, so that another amount or reason under one key is seen', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
  for (const body of [CANCEL_BODY, { reason: 'other' }, { ...CANCEL_BODY, amount: 1 }, CANCEL_BODY]) {
    await api.call(path, { method: 'POST', body, headers: { 'Idempotency-Key': 'c' } });
  }
  const hashes = api.workflows.calls.map((call) =>
    call.update === 'cancel' ? call.request.requestHash : '',
  );
  expect(new Set(hashes).size).toBe(3);
  expect(hashes[3]).toBe(hashes[0]);
});

it('counts the refund account in: another one under one key is seen', async () => {
  api.payments.rows.set(PAYMENT_ID, depositedRow());
  const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
  for (const accountNumber of ['1111111', '2222222', '1111111']) {
    const body = { ...CANCEL_BODY, refundAccount: { ...REFUND_ACCOUNT, accountNumber } };
    await api.call(path, { method: 'POST', body, headers: { 'Idempotency-Key': 'c' } });
  }
  const hashes = api.workflows.calls.map((call) =>
    call.update === 'cancel' ? call.request.requestHash : '',
  );
  expect(hashes[1]).not.toBe(hashes[0]);
  expect(hashes[2]).toBe(hashes[0]);
});
