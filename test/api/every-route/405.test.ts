import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';

const api = apiUnderTest();

it.each([
  ['GET', '/api/v1/payments', 'POST'],
  ['DELETE', '/api/v1/payments', 'POST'],
  ['PUT', '/api/v1/payments/pay_1', 'GET, HEAD'],
  ['POST', '/api/v1/payments/me', 'GET, HEAD'],
  ['GET', '/api/v1/payments/pay_1/cancel', 'POST'],
  ['PATCH', '/api/v1/payments/complete', 'POST'],
  ['POST', '/health/live', 'GET, HEAD'],
  ['OPTIONS', '/openapi.json', 'GET, HEAD'],
])('METHOD_NOT_ALLOWED for %s %s, and says what is', async (method, path, allowed) => {
  const { status, body, headers } = await api.call(path, { method });
  expect([status, body.code, headers.get('Allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', allowed]);
});
