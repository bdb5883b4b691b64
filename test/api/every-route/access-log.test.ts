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
  ['/api/v1/payments/me?cursor=hong', { path: '/api/v1/payments/me' }],
  ['/api/v1/customers/hong@example.com', { path: '/api/*' }],
])('says of %s only the route, and a payment', async (path, expected) => {
  api.log.length = 0;
  await api.call(path);
  expect(logged()).toMatchObject(expected);
  expect(api.log.join('')).not.toContain('hong');
});

it('names the route of what is refused before it, and of a webhook', async () => {
  for (const [method, path, route] of [
    ['GET', '/api/v1/payments/pay_1', '/api/v1/payments/:paymentId'],
    ['POST', '/api/v1/webhooks/portone', '/api/v1/webhooks/:provider'],
  ] as const) {
    api.log.length = 0;
    await api.call(path, { method, token: null });
    expect(logged()).toMatchObject({ path: route });
  }
});
