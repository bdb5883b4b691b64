/** What the access log says of a request: the route and the payment, and nothing else that a client wrote. */
import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';

const api = apiUnderTest();
const PAYMENT_ID = `pay_${'0123456789'.repeat(4)}`;

function logged() {
  const line = api.log.find((each) => each.includes('"msg":"request"')) ?? '{}';
  const parsed: unknown = JSON.parse(line);
  return parsed;
}

it.each([
  [`/api/v1/payments/${PAYMENT_ID}`, { path: '/api/v1/payments/:paymentId', paymentId: PAYMENT_ID }],
  ['/api/v1/payments/hong@example.com', { path: '/api/v1/payments/:paymentId' }],
  ['/api/v1/customers/hong@example.com', { path: '/api/*' }],
])('says of %s only the route, and a payment', async (path, expected) => {
  api.log.length = 0;
  await api.call(path);
  expect(logged()).toMatchObject(expected);
  expect(api.log.join('')).not.toContain('hong');
});
