import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();

it('answers the committed payment with its checkout, and says where it is', async () => {
  const { status, body, headers } = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    status: 'READY',
    orderId: 'order-0001',
    amount: 10_000,
    checkout: { provider: 'PORTONE' },
  });
  expect(headers.get('Location')).toBe(`/api/v1/payments/${body.paymentId}`);
  expect(headers.get('Cache-Control')).toBe('no-store');
  expect(headers.get('Idempotent-Replayed')).toBeNull();
});

it('hands the workflow everything that was asked for, under the token’s user', async () => {
  await api.call('/api/v1/payments', {
    method: 'POST',
    body: CREATE_BODY,
    headers: { 'Idempotency-Key': 'key-1' },
  });
  const [call] = api.workflows.calls;
  expect(call?.update).toBe('create');
  expect(call?.request).toMatchObject({ ...CREATE_BODY, userId: 'alice', provider: 'PORTONE' });
  expect(call?.request).toMatchObject({ idempotencyKeyHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(JSON.stringify(call)).not.toContain('key-1');
});

it('makes the same payment id from the same key, and another one for another user', async () => {
  const post = async (sub: string) => {
    const token = await api.keys.sign({ sub });
    const headers = { 'Idempotency-Key': 'key-1' };
    const { body } = await api.call('/api/v1/payments', {
      method: 'POST',
      body: CREATE_BODY,
      headers,
      token,
    });
    return body.paymentId;
  };
  const [first, other] = [await post('alice'), await post('bob')];
  api.payments.rows.clear();
  expect(await post('alice')).toBe(first);
  expect(other).not.toBe(first);
});

it('makes a fresh payment each time without a key', async () => {
  const first = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY });
  const second = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY });
  expect(second.status).toBe(201);
  expect(second.body.paymentId).not.toBe(first.body.paymentId);
});

it('answers a payment that was committed although its update was not finished in time', async () => {
  api.workflows.answerWith({ kind: 'pending' });
  const body = CREATE_BODY;
  const headers = { 'Idempotency-Key': 'key-late' };
  expect((await api.call('/api/v1/payments', { method: 'POST', body, headers })).status).toBe(503);
  api.workflows.reset();
  expect((await api.call('/api/v1/payments', { method: 'POST', body, headers })).status).toBe(201);
});
