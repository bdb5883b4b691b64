import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { depositedRow, paidRow, paymentRow, VIRTUAL_ACCOUNT, waitingRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();
const path = `/api/v1/payments/${PAYMENT_ID}`;

it('answers the row, with checkout only while READY, and nothing of ours', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const ready = await api.call(path);
  expect(ready.status).toBe(200);
  expect(ready.body).toHaveProperty('checkout.url');
  api.payments.rows.set(PAYMENT_ID, paidRow({ attention: 'GATEWAY_SILENT' }));
  const paid = await api.call(path);
  expect(paid.body).not.toHaveProperty('checkout');
  for (const ours of ['version', 'requestHash', 'userId', 'attention', 'held'])
    expect(paid.body).not.toHaveProperty(ours);
});

it('tells its owner where to pay in, while that is waited for, and the log nothing of it', async () => {
  api.payments.rows.set(PAYMENT_ID, waitingRow());
  const waiting = await api.call(path);
  expect(waiting.body).toMatchObject({
    status: 'WAITING_FOR_DEPOSIT',
    virtualAccount: VIRTUAL_ACCOUNT,
    expiresAt: VIRTUAL_ACCOUNT.dueAt,
  });
  expect(api.log.join('')).not.toContain(VIRTUAL_ACCOUNT.accountNumber);
  api.payments.rows.set(PAYMENT_ID, depositedRow());
  expect((await api.call(path)).body).not.toHaveProperty('virtualAccount');
});

it('is kept by no cache, and carries the id under which it is logged', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const { headers } = await api.call(path, { headers: { 'X-Request-Id': 'forged' } });
  expect(headers.get('Cache-Control')).toBe('no-store');
  const requestId = headers.get('X-Request-Id') ?? '';
  expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
  const [line = ''] = api.log;
  expect(JSON.parse(line)).toMatchObject({
    ...{ requestId, method: 'GET', status: 200, msg: 'request' },
    ...{ path: '/api/v1/payments/:paymentId', paymentId: PAYMENT_ID },
  });
});

it('needs no scope but payments:read', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const token = await api.keys.sign({ scope: 'payments:read' });
  expect((await api.call(path, { token })).status).toBe(200);
});
