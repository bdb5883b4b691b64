import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';

const api = apiUnderTest();

it.each([
  '/',
  '/api',
  '/api/v1',
  '/api/v1/payments/',
  '/api/v1/payments/me/',
  '/API/v1/payments',
  '/api/v1/payments//cancel',
  '/api/v2/payments',
  '/docs/',
  '/docs/..%2Fpackage.json',
  '/docs/swagger-ui.js',
  '/health',
])('ROUTE_NOT_FOUND for %s', async (path) => {
  const { status, body, headers } = await api.call(path);
  expect([status, body.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('X-Request-Id')).toBe(body.requestId);
});
