import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../../api/auth/verify-token.ts';
import { apiUnderTest } from '../support/api-under-test.ts';
import { AUDIENCE } from '../support/key-server.ts';
import { ROUTES } from './routes.ts';

describe('while the database does not answer', () => {
  const api = apiUnderTest();

  it.each(ROUTES)('TEMPORARILY_UNAVAILABLE on $name', async ({ method, path, body }) => {
    api.payments.failure = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const answer = await api.call(path, { method, body, headers: { 'Idempotency-Key': 'k' } });
    expect([answer.status, answer.body.code, answer.headers.get('Retry-After')]).toEqual([
      503,
      'TEMPORARILY_UNAVAILABLE',
      '1',
    ]);
  });
});

const nobodysPort = await closedPort();

describe('while the issuer’s keys cannot be had', () => {
  const verifyToken = createTokenVerifier({
    issuer: 'http://issuer.example',
    audience: AUDIENCE,
    jwksUrl: `http://127.0.0.1:${nobodysPort}/jwks.json`,
    tokenType: 'at+jwt',
  });
  const api = apiUnderTest({ verifyToken });

  it('TEMPORARILY_UNAVAILABLE, not 401: the token may be good', async () => {
    const { status, body } = await api.call('/api/v1/payments/me');
    expect([status, body.code]).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  });
});

/** A port that was free a moment ago: nobody listens there. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await server[Symbol.asyncDispose]();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
