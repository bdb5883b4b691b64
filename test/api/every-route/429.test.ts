import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';

const api = apiUnderTest({ limits: { rateLimit: { requests: 3, windowSeconds: 60 } } });

it('RATE_LIMITED says when to come back, counts each user apart, and is announced before', async () => {
  const left: (string | null)[] = [];
  for (let request = 1; request <= 3; request += 1) {
    const { status, headers } = await api.call('/api/v1/payments/me');
    expect(status).toBe(200);
    left.push(/r=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1] ?? null);
  }
  expect(left).toEqual(['2', '1', '0']);
  const refused = await api.call('/api/v1/payments/me');
  expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(refused.headers.get('RateLimit-Policy')).toBe('"user";q=3;w=60');
  const bob = await api.call('/api/v1/payments/me', { token: await api.keys.sign({ sub: 'bob' }) });
  expect(bob.status).toBe(200);
});
