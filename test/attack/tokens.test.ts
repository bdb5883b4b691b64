/** Forged tokens, and an issuer that is slow, gone or hostile. What each route answers: test/api/every-route/401.test.ts. */
import { createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenVerifier } from '../../api/auth/verify-token.ts';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { AUDIENCE, type KeyServer, startKeyServer, type TokenOptions } from '../api/support/key-server.ts';

const api = apiUnderTest();
const MINE = '/api/v1/payments/me';
const codeFor = async (token: string) => (await api.call(MINE, { token })).body.code;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a forged token', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', ''])('is refused without a signature, alg "%s"', async (alg) => {
    const [, payload] = (await api.keys.sign()).split('.');
    for (const header of [
      { alg, typ: 'at+jwt' },
      { alg, typ: 'at+jwt', kid: 'test' },
    ]) {
      expect(await codeFor(`${encode(header)}.${payload}.`)).toBe('TOKEN_INVALID');
      expect(await codeFor(`${encode(header)}.${payload}.AAAA`)).toBe('TOKEN_INVALID');
    }
  });

  it('is refused when the published key was taken for an HMAC secret, in whichever form', async () => {
    const jwk = api.keys.publicJwk();
    const published = createPublicKey({ key: { ...api.keys.publicJwk() }, format: 'jwk' });
    const secrets = [
      Buffer.from(published.export({ type: 'spki', format: 'pem' })),
      published.export({ type: 'spki', format: 'der' }),
      Buffer.from(JSON.stringify(jwk)),
      Buffer.from(jwk.x ?? '', 'base64url'),
    ];
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      for (const secret of secrets) {
        // jose asks for a secret as long as the hash; an attacker pads nothing, and need not.
        const key = secret.byteLength < 64 ? Buffer.concat([secret, Buffer.alloc(64)]) : secret;
        expect(await codeFor(await api.keys.sign({ key, header: { alg } }))).toBe('TOKEN_INVALID');
      }
    }
  });

  it.each(['RS256', 'EdDSA', 'ES384', 'PS256'])(
    'is refused when it says %s and is signed by its own key under our key’s id',
    async (alg) => {
      const { privateKey } = await generateKeyPair(alg);
      expect(await codeFor(await api.keys.sign({ key: privateKey, header: { alg } }))).toBe('TOKEN_INVALID');
    },
  );

  it('is refused when it brings its own key along, or says where to fetch it; nothing is fetched', async () => {
    const mine = await startKeyServer();
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const headers = [
      { jwk: await exportJWK(publicKey) },
      { jku: mine.jwksUrl },
      { x5u: mine.jwksUrl },
      { kid: mine.jwksUrl, jku: mine.jwksUrl },
      { kid: '../../../../dev/null' },
      { kid: "' or 1=1 --" },
      { kid: '__proto__' },
    ];
    for (const header of headers) {
      expect(await codeFor(await api.keys.sign({ key: privateKey, header }))).toBe('TOKEN_INVALID');
    }
    expect(mine.timesAsked()).toBe(0);
    await mine.close();
  });

  it('is refused when its claims were changed under a genuine signature', async () => {
    const [header, payload = '', signature] = (await api.keys.sign()).split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = encode({ ...Object(claims), sub: 'bob' });
    expect(await codeFor(`${header}.${changed}.${signature}`)).toBe('TOKEN_INVALID');
  });

  const refused: readonly (readonly [string, TokenOptions, string])[] = [
    ['not valid yet', { claims: { nbf: inSeconds(60) } }, 'TOKEN_INVALID'],
    ['of a moment ago', { expiresInSeconds: -6 }, 'TOKEN_EXPIRED'],
    [
      'whose expiry is text',
      { expiresInSeconds: null, claims: { exp: `${inSeconds(60)}` } },
      'TOKEN_INVALID',
    ],
    ['whose subject is a number', { sub: undefined, claims: { sub: 7 } }, 'TOKEN_INVALID'],
    ['whose subject is a list', { sub: undefined, claims: { sub: ['alice'] } }, 'TOKEN_INVALID'],
    ['for an issuer with a slash more', { issuer: 'http://issuer.example/' }, 'TOKEN_INVALID'],
    ['for nobody', { claims: { aud: undefined }, audience: '' }, 'TOKEN_INVALID'],
    ['of an ID token’s type', { header: { typ: 'id+jwt' } }, 'TOKEN_INVALID'],
    ['without a type', { header: { typ: '' } }, 'TOKEN_INVALID'],
  ];

  it.each(refused)('is refused when it is one %s', async (_what, options, code) => {
    expect(await codeFor(await api.keys.sign(options))).toBe(code);
  });

  it('with scopes as a list, or as a claim of another name, is allowed nothing', async () => {
    for (const options of [
      { scope: undefined, claims: { scope: ['payments:read'] } },
      { scope: undefined, claims: { scope: 'x', scopes: 'payments:read', scp: ['payments:read'] } },
      { scope: 'payments:READ payments:*' },
      { scope: 'payments:readpayments:write' },
    ]) {
      expect(await codeFor(await api.keys.sign(options))).toBe('FORBIDDEN');
    }
  });
});

describe('the issuer’s keys', () => {
  let keys: KeyServer;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    keys = await startKeyServer();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await keys.close();
  });

  const verifierOf = (issuer: KeyServer) =>
    createTokenVerifier({ ...issuer, audience: AUDIENCE, tokenType: 'at+jwt' });
  const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

  it('are fetched once for a crowd, and not once more for unknown key ids by the hundred', async () => {
    const verify = verifierOf(keys);
    const genuine = `Bearer ${await keys.sign()}`;
    await Promise.all(Array.from({ length: 50 }, () => verify(genuine)));
    expect(keys.timesAsked()).toBe(1);
    const forged = await Promise.all(
      Array.from({ length: 300 }, (_, index) => keys.sign({ header: { kid: `guess-${index}` } })),
    );
    for (const token of forged) await expect(verify(`Bearer ${token}`)).rejects.toThrow('TOKEN_INVALID');
    expect(keys.timesAsked()).toBe(1);
    // Nor while the pause between two askings is over: one asks, the rest are told by its answer.
    later(6_000);
    await Promise.all(
      forged.map((token) => expect(verify(`Bearer ${token}`)).rejects.toThrow('TOKEN_INVALID')),
    );
    expect(keys.timesAsked()).toBe(2);
  });

  it('may be changed: the new one works within seconds, the old one no longer', async () => {
    const verify = verifierOf(keys);
    const old = `Bearer ${await keys.sign()}`;
    await verify(old);
    await keys.rotate('next');
    later(6_000);
    expect(await verify(`Bearer ${await keys.sign()}`)).toMatchObject({ userId: 'alice' });
    await expect(verify(old)).rejects.toThrow('TOKEN_INVALID');
  });

  it('stay good while the issuer is down, and good tokens come through again by themselves when it is back', async () => {
    const verify = verifierOf(keys);
    const token = `Bearer ${await keys.sign()}`;
    keys.answerWith((_request, response) => response.writeHead(500).end());
    await expect(verify(token)).rejects.toThrow('TEMPORARILY_UNAVAILABLE');
    keys.answerWith(null);
    await verify(token);
    keys.answerWith((_request, response) => response.destroy());
    expect(await verify(token)).toMatchObject({ userId: 'alice' });
  });

  it.each<[string, (elsewhere: string) => Parameters<KeyServer['answerWith']>[0]]>([
    [
      'a redirect',
      (elsewhere) => (_request, response) => response.writeHead(302, { location: elsewhere }).end(),
    ],
    [
      'a set without end, the right key in it',
      () => (_request, response) =>
        response.end(JSON.stringify({ keys: [keys.publicJwk()], padding: 'x'.repeat(1_048_576) })),
    ],
    ['no JSON', () => (_request, response) => response.end('<html>')],
    ['another JSON', () => (_request, response) => response.end('{"__proto__":{"keys":[]},"keys":7}')],
  ])('are not taken from %s: the token is neither believed nor called bad', async (_what, answer) => {
    const elsewhere = await startKeyServer();
    keys.answerWith(answer(elsewhere.jwksUrl));
    await expect(verifierOf(keys)(`Bearer ${await keys.sign()}`)).rejects.toThrow('TEMPORARILY_UNAVAILABLE');
    expect(elsewhere.timesAsked()).toBe(0);
    await elsewhere.close();
  });

  it('of kinds that sign nothing here (a secret, another curve) verify nothing', async () => {
    const secret = Buffer.alloc(32, 7);
    const oct = { kty: 'oct', kid: 'oct', alg: 'HS256', k: secret.toString('base64url') };
    keys.answerWith((_request, response) => response.end(JSON.stringify({ keys: [oct] })));
    const key = await importJWK(oct);
    const token = await new SignJWT({ sub: 'alice', scope: 'payments:read' })
      .setProtectedHeader({ alg: 'HS256', kid: 'oct', typ: 'at+jwt' })
      .setIssuer(keys.issuer)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(key);
    await expect(verifierOf(keys)(`Bearer ${token}`)).rejects.toThrow('TOKEN_INVALID');
  });
});

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}
