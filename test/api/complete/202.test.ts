import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it('answers the payment, where to look and when, while the outcome is unknown', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow({ status: 'CONFIRMING' }));
  api.workflows.answerWith({ kind: 'pending' });
  const { status, body, headers } = await api.call('/api/v1/payments/complete', {
    method: 'POST',
    body: COMPLETE_BODY,
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({ paymentId: PAYMENT_ID, status: 'CONFIRMING' });
  expect(headers.get('Location')).toBe(`/api/v1/payments/${PAYMENT_ID}`);
  expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
});

it('gives the workflow 3 s to accept and 8 s from the request’s arrival to answer', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const before = Date.now();
  await api.call('/api/v1/payments/complete', { method: 'POST', body: COMPLETE_BODY });
  const elapsedMs = Date.now() - before;
  const { acceptByMs, answerByMs } = api.workflows.calls[0]?.budget ?? { acceptByMs: 0, answerByMs: 0 };
  expect(acceptByMs - before).toBeGreaterThanOrEqual(3_000);
  expect(acceptByMs - before).toBeLessThanOrEqual(3_000 + elapsedMs);
  expect(answerByMs - before).toBeGreaterThanOrEqual(8_000);
  expect(answerByMs - before).toBeLessThanOrEqual(8_000 + elapsedMs);
});
