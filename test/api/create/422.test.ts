import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { rowOf } from '../support/fake-workflows.ts';
import { CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();
const headers = { 'Idempotency-Key': 'key-1' };

it('IDEMPOTENCY_KEY_REUSED: one key stands for one request, and no workflow is asked', async () => {
  await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers });
  const other = { ...CREATE_BODY, amount: 10_001 };
  const { status, body } = await api.call('/api/v1/payments', { method: 'POST', body: other, headers });
  expect([status, body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect(api.workflows.calls).toHaveLength(1);
});

it('also when the other request was faster: the committed row decides', async () => {
  api.workflows.answerWith({ kind: 'done' }, (call) => {
    if (call.update !== 'create') return;
    api.payments.rows.set(call.request.paymentId, { ...rowOf(call.request), requestHash: 'of the other' });
  });
  const { status } = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers });
  expect(status).toBe(422);
});
