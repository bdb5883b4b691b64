/** A user who sends everything at once. What a limited user is told: test/api/every-route/429.test.ts. */
import { expect, it } from 'vitest';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { CREATE_BODY } from '../api/support/requests.ts';

const LIMIT = 20;
const api = apiUnderTest({ limits: { rateLimit: { requests: LIMIT, windowSeconds: 60 } } });

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, async (_, index) => await work(index)));

it('lets through what is allowed and not one more, with as many tokens and addresses as there may be', async () => {
  const answers = await times(300, async (index) =>
    api.call('/api/v1/payments', {
      method: 'POST',
      body: { ...CREATE_BODY, orderId: `order-${index + 1_000}` },
      headers: { 'X-Forwarded-For': `10.0.0.${index}`, 'Idempotency-Key': `k-${index}` },
      token: await api.keys.sign({ sub: 'mallory', claims: { jti: `${index}` } }),
    }),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(LIMIT);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(300 - LIMIT);
  for (const { headers } of refused) expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(api.workflows.calls).toHaveLength(LIMIT);
  const alices = await api.call('/api/v1/payments/me');
  expect(alices.status).toBe(200);
});

it('counts also what is refused later: guessing ids and scopes is limited as anything else', async () => {
  const token = await api.keys.sign({ sub: 'guesser', scope: 'payments:read' });
  const guesses = await times(LIMIT, (index) =>
    index % 2 === 0
      ? api.call(`/api/v1/payments/pay_${index}`, { token })
      : api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, token }),
  );
  expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([403, 404]));
  expect((await api.call('/api/v1/payments/pay_0', { token })).status).toBe(429);
});
