import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID } from '../support/requests.ts';

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
