// The codec server over HTTP, as the Web UI and the CLI ask it: what it decodes, and for whom it does not.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { Hono, type MiddlewareHandler } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../platform/logger.ts';
import { createPayloadCodec } from '../../../platform/temporal/payload-codec.ts';
import { loopbackOnly, operatorsOnly } from '../../../worker/codec-server/access.ts';
import { createCodecApp } from '../../../worker/codec-server/app.ts';
import { IMPOSTOR_KEY, NEW_KEY, OLD_KEY, ringOf } from '../platform/keys.ts';

const UI = 'http://localhost:8233';
const TOO_LONG = JSON.stringify('x'.repeat(9 * 1_024 * 1_024));
const codec = createPayloadCodec(ringOf(NEW_KEY));
const open: ServerType[] = [];

afterAll(async () => {
  await Promise.all(open.map((server) => server[Symbol.asyncDispose]()));
});

describe('on this machine', () => {
  let url: string;
  beforeAll(async () => {
    url = await listen(codecApp(loopbackOnly()));
  });

  it.each(['/decode', '/payments/decode', '/a/b/decode'])(
    'decodes at %s what a worker encoded',
    async (path) => {
      const response = await post(`${url}${path}`, await encoded({ email: 'hong@example.com' }));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        payloads: [
          { metadata: { encoding: base64('json/plain') }, data: base64('{"email":"hong@example.com"}') },
        ],
      });
    },
  );

  it('encodes what a person typed into the Web UI, so that a worker can read it', async () => {
    const plain = { payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64('"typed"') }] };
    const answer = await (await post(`${url}/encode`, plain)).json();
    expect(JSON.stringify(answer)).toContain(base64('binary/encrypted'));
    expect(await (await post(`${url}/decode`, answer)).json()).toEqual(plain);
  });

  it('passes on what was never encrypted, and answers an empty list with one', async () => {
    const plain = { payloads: [{ metadata: { encoding: base64('binary/null') } }] };
    expect(await (await post(`${url}/decode`, plain)).json()).toEqual(plain);
    expect(await (await post(`${url}/decode`, { payloads: [] })).json()).toEqual({ payloads: [] });
  });

  it('lets the Web UI ask from a browser, with the headers that it sends', async () => {
    const preflight = await fetch(`${url}/decode`, {
      method: 'OPTIONS',
      headers: {
        Origin: UI,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,x-namespace',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(UI);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST');
    const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(',');
    expect(allowed).toEqual(['authorization', 'content-type', 'x-namespace']);
    const response = await post(`${url}/decode`, await encoded(1), { Origin: UI, 'X-Namespace': 'default' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(UI);
  });

  it('decodes nothing for another web page', async () => {
    const response = await post(`${url}/decode`, await encoded(1), { Origin: 'http://evil.example' });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${url}/decode`, {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.example' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('decodes nothing under a name that only looks like this machine to a browser', async () => {
    const app = codecApp(loopbackOnly());
    const rebound = await app.request('http://rebound.example:4002/decode', { method: 'POST', body: '{}' });
    expect(rebound.status).toBe(403);
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const near = await app.request(`http://${name}:4002/decode`, { method: 'POST', body: '{}' });
      expect(near.status).toBe(200);
    }
  });

  it.each([
    ['a key it has not got', OLD_KEY, 'No encryption key "2025"'],
    ['another key under the same id', IMPOSTOR_KEY, 'cannot be decrypted'],
  ])('says what is wrong with a payload of %s', async (_, key, message) => {
    const response = await post(`${url}/decode`, await encoded('x', key));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.stringContaining(message) });
  });

  it.each([
    { what: 'no JSON', path: '/decode', asked: { body: '{' }, status: 400 },
    { what: 'another shape', path: '/decode', asked: { body: '{"payloads":[{"data":"%%%"}]}' }, status: 400 },
    { what: 'a body beyond all histories', path: '/decode', asked: { body: TOO_LONG }, status: 413 },
    { what: 'another path', path: '/decoder', asked: { body: '{}' }, status: 404 },
    { what: 'another method', path: '/decode', asked: { method: 'PUT', body: '{}' }, status: 405 },
  ])('refuses $what', async ({ path, asked, status }) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', ...asked });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });
});

describe('for operators with a token', () => {
  const ISSUER = 'https://id.example.com/';
  let url: string;
  let jwksUrl: string;
  let sign: (claims: Readonly<Record<string, unknown>>, typ?: string) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
    jwksUrl = `${await listen(new Hono().get('/jwks', (context) => context.json(keys)))}/jwks`;
    sign = (claims, typ = 'at+jwt') =>
      new SignJWT({ sub: 'op', iss: ISSUER, aud: 'payments', scope: 'payments:operate', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ })
        .setExpirationTime('5m')
        .sign(privateKey);
    const auth = { issuer: ISSUER, audience: 'payments', jwksUrl, tokenType: 'at+jwt' } as const;
    url = await listen(codecApp(operatorsOnly(auth)));
  });

  it('decodes with the scope payments:operate', async () => {
    const token = await sign({ scope: 'payments:read payments:operate' });
    const response = await post(`${url}/decode`, await encoded(1), { Authorization: `Bearer ${token}` });
    expect(response.status).toBe(200);
  });

  it('answers 403 to a token without it', async () => {
    for (const scope of ['payments:read payments:write', 'payments:operatex', undefined]) {
      const token = await sign({ scope });
      const response = await post(`${url}/decode`, await encoded(1), { Authorization: `Bearer ${token}` });
      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
    }
  });

  it('answers 401 without a token, and to one of another issuer, audience or type', async () => {
    const tokens = [
      undefined,
      'nonsense',
      await sign({ iss: 'https://evil.example/' }),
      await sign({ aud: 'other' }),
      await sign({ sub: undefined }),
      await sign({}, 'JWT'),
    ];
    for (const token of tokens) {
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const response = await post(`${url}/decode`, await encoded(1), headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('lets a browser ask first, which it does without a token', async () => {
    const preflight = await fetch(`${url}/decode`, { method: 'OPTIONS', headers: { Origin: UI } });
    expect(preflight.status).toBe(204);
  });

  it("answers 503 when the issuer's keys cannot be read, since the token may be good", async () => {
    const auth = {
      issuer: ISSUER,
      audience: 'payments',
      jwksUrl: `${jwksUrl}-gone`,
      tokenType: 'at+jwt',
    } as const;
    const app = codecApp(operatorsOnly(auth));
    const headers = { Authorization: `Bearer ${await sign({})}` };
    const response = await app.request('/decode', { method: 'POST', body: '{}', headers });
    expect(response.status).toBe(503);
  });
});

function codecApp(access: MiddlewareHandler): Hono {
  const logger = createLogger({ level: 'fatal', process: 'test' });
  return createCodecApp({ codec, allowedOrigins: [UI, 'http://127.0.0.1:8233'], access, logger });
}

async function listen(app: Hono): Promise<string> {
  const server = createAdaptorServer({ fetch: app.fetch });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not a TCP address');
  return address.port;
}

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** The body that asks to decode `value`, encoded as a worker with `key` does. */
async function encoded(value: unknown, key = NEW_KEY): Promise<unknown> {
  const payloads = await createPayloadCodec(ringOf(key)).encode([defaultPayloadConverter.toPayload(value)]);
  return { payloads: payloads.map(asJson) };
}

function asJson({ metadata, data }: Payload): unknown {
  const names = Object.entries(metadata ?? {}).map(([name, bytes]) => [name, base64(bytes)]);
  return { metadata: Object.fromEntries(names), data: base64(data ?? '') };
}

function base64(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64');
}
