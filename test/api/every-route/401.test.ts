import { generateKeyPair } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import type { TokenOptions } from '../support/key-server.ts';
import { ROUTES } from './routes.ts';

const api = apiUnderTest();

afterEach(() => {
  expect(api.workflows.calls).toEqual([]);
});

describe.each(ROUTES)('$name', ({ method, path, body }) => {
  it('UNAUTHENTICATED without a token, and says how to ask', async () => {
    const answer = await api.call(path, { method, body, token: null });
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="payments"');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('TOKEN_EXPIRED', async () => {
    const token = await api.keys.sign({ expiresInSeconds: -60 });
    const answer = await api.call(path, { method, body, token });
    expect([answer.status, answer.body.code]).toEqual([401, 'TOKEN_EXPIRED']);
    expect(answer.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });
});

describe('TOKEN_INVALID', () => {
  const refused: readonly (readonly [string, TokenOptions])[] = [
    ['another issuer', { issuer: 'http://evil.example' }],
    ['another audience', { audience: 'somebody-else' }],
    ['no expiry', { expiresInSeconds: null }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['an endless subject', { sub: 'x'.repeat(256) }],
    ['a subject that no database keeps', { sub: 'a\u0000b' }],
    ['another type', { header: { typ: 'JWT' } }],
    ['an unknown key id', { header: { kid: 'other' } }],
    ['an extension that nobody here understands', { header: { crit: ['exp'], exp: 1 } }],
    ['an algorithm not on the list', { header: { alg: 'HS256' }, key: new Uint8Array(32) }],
  ];

  it.each(refused)('%s', async (_what, options) => {
    const signing = api.keys.sign(options);
    const token = await signing.catch(() => 'a.b.c');
    const { status, body, headers } = await api.call('/api/v1/payments/me', { token });
    expect([status, body.code]).toEqual([401, 'TOKEN_INVALID']);
    expect(headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  it('a signature by another key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const token = await api.keys.sign({ key: privateKey });
    expect((await api.call('/api/v1/payments/me', { token })).body.code).toBe('TOKEN_INVALID');
  });

  it('a token without a signature (alg none)', async () => {
    const [, payload] = (await api.keys.sign()).split('.');
    const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    const { body } = await api.call('/api/v1/payments/me', { token: `${header}.${payload}.` });
    expect(body.code).toBe('TOKEN_INVALID');
  });

  it.each(['a', 'a.b', 'a.b.c', `${'x'.repeat(9_000)}.y.z`])(
    'what is no token at all: %.20s',
    async (token) => {
      expect((await api.call('/api/v1/payments/me', { token })).body.code).toBe('TOKEN_INVALID');
    },
  );
});

it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Token x', ''])(
  'UNAUTHENTICATED for the header "%s"',
  async (value) => {
    const { body } = await api.call('/api/v1/payments/me', {
      token: null,
      headers: { Authorization: value },
    });
    expect(body.code).toBe('UNAUTHENTICATED');
  },
);

it('takes no token from the query', async () => {
  const token = await api.keys.sign();
  const { status } = await api.call(`/api/v1/payments/me?access_token=${token}`, { token: null });
  expect(status).toBe(401);
});

it('tells nobody unknown which routes there are', async () => {
  expect((await api.call('/api/v1/nothing', { token: null })).status).toBe(401);
});
