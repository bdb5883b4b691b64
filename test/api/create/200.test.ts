import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { rowOf } from '../support/fake-workflows.ts';
import { CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();
const headers = { 'Idempotency-Key': 'key-1' };

it('answers a repeat with the payment as it stands now, and opens no workflow', async () => {
  const first = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers });
  for (const [id, row] of api.payments.rows) api.payments.rows.set(id, { ...row, status: 'EXPIRED' });
  const again = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers });
  expect(again.status).toBe(200);
  expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  expect(again.body).toMatchObject({ paymentId: first.body.paymentId, status: 'EXPIRED' });
  expect(again.body).not.toHaveProperty('checkout');
  expect(api.workflows.calls).toHaveLength(1);
});

it('takes the same request for the same whatever the order of its fields', async () => {
  await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers });
  const reordered = Object.fromEntries(Object.entries(CREATE_BODY).toReversed());
  expect((await api.call('/api/v1/payments', { method: 'POST', body: reordered, headers })).status).toBe(200);
});

it('answers 200 to the slower of two at the same time with the same key', async () => {
  api.workflows.answerWith({ kind: 'done', replayed: true }, (call) => {
    if (call.update === 'create') api.payments.rows.set(call.request.paymentId, rowOf(call.request));
  });
  const { status, headers: sent } = await api.call('/api/v1/payments', {
    method: 'POST',
    body: CREATE_BODY,
    headers,
  });
  expect([status, sent.get('Idempotent-Replayed')]).toEqual([200, 'true']);
});
