/**
 * A gateway that was taken over, or something else at its address: whatever it answers, the adapters stay within their
 * results, keep the secret, read to an end, and hand on no text that a log, a row or a terminal would choke on.
 * Slow and broken answers: test/unit/gateway/portone-client.test.ts, fault-cases.ts.
 */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CALLS, type GatewayCall } from './support/gateway-calls.ts';
import { HOSTILE, pathsIn, withValue } from './support/hostile-values.ts';

let answer: RequestListener;
let before: GatewayCall['before'];
/** What a server that we were sent on to was told. */
const told: string[] = [];
let servers: readonly Server[];
let urls: readonly string[];

beforeAll(async () => {
  servers = [
    createServer((request, response) => {
      if (before?.isAsked(request.method ?? '', request.url ?? '') !== true) return answer(request, response);
      return void response.end(JSON.stringify(before.good));
    }),
    createServer((request, response) => {
      told.push(JSON.stringify(request.headers));
      response.end('{}');
    }),
  ];
  urls = await Promise.all(servers.map(listen));
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});
beforeEach(() => {
  told.length = 0;
});

const answerJson = (body: unknown, status = 200) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  answer = (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
};

describe.each(CALLS)('$name', ({ good, empty, ask, ...call }) => {
  const askKind = async () => (await ask(urls[0] ?? '')).kind;
  const isGood = (text: string) => text === JSON.stringify(empty);

  beforeEach(() => {
    before = call.before;
  });

  it('is read when it is good: what follows is not refused for another reason', async () => {
    answerJson(good);
    expect(await askKind()).not.toBe('unknown');
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect (%i), and sends its secret nowhere',
    async (status) => {
      for (const location of [urls[1] ?? '', '//127.0.0.1/', 'file:///etc/passwd']) {
        answer = (_request, response) => response.writeHead(status, { location }).end(JSON.stringify(good));
        expect(await askKind()).toBe('unknown');
      }
      expect(told).toEqual([]);
    },
  );

  it('reads no more of a body than any answer has, packed small or not', async () => {
    const large = JSON.stringify({ ...good, padding: 'x'.repeat(20_000_000) });
    answerJson(large);
    expect(await askKind()).toBe('unknown');
    const packed = gzipSync(large);
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    expect(await askKind()).toBe('unknown');
  });

  it('takes no headers without end', async () => {
    answer = (_request, response) => response.writeHead(200, { 'x-long': 'x'.repeat(1_000_000) }).end('{}');
    expect(await askKind()).toBe('unknown');
  });

  it.each([
    ['"__proto__":{"status":"PAID"}', 'null'],
    ['brackets', '['.repeat(400_000)],
    ['closed brackets', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['a list', '[]'],
    ['a number', '1e400'],
    ['text', '"PAID"'],
    ['a page', '<!doctype html><title>Login</title>'],
    ['nothing', ''],
  ])('knows nothing by %s', async (_what, text) => {
    answerJson(text);
    expect(await askKind()).toBe(isGood(text) ? 'page' : 'unknown');
  });

  it.each(['toString', '__proto__', 'constructor', 'valueOf', ''])(
    'finds the error "%s" in no table',
    async (code) => {
      for (const status of [400, 404, 409, 500, 200]) {
        answerJson(
          `{"type":"${code}","code":"${code}","message":"m","status":"${code}","__proto__":{"type":"x"}}`,
          status,
        );
        expect(await askKind()).toBe('unknown');
      }
    },
  );

  it('stays within its results whatever stands in a field, and keeps no text that does not print', async () => {
    const paths = pathsIn(good);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...HOSTILE), async (path, value) => {
        answerJson(withValue(good, path, value));
        const { kind, result } = await ask(urls[0] ?? '');
        expect(RESULTS).toContain(kind);
        expect(JSON.stringify(result)).not.toMatch(/\\u00[01]|[\u007f-\u009f]|\\ud[89a-f]/);
        expect(JSON.stringify(result).length).toBeLessThan(5_000);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('is told nothing certain by an arbitrary body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom(200, 201, 400, 404, 409, 500, 502),
        async (body, status) => {
          const text = JSON.stringify(body);
          answerJson(text, status);
          expect(await askKind()).toBe(isGood(text) && status === 200 ? 'page' : 'unknown');
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  });
});

const RESULTS: readonly string[] = [
  ...['approved', 'cancelled', 'declined', 'not_started', 'pending', 'unknown', 'account_issued'],
  ...['awaiting_confirm', 'succeeded', 'requested', 'refused', 'already_cancelled'],
  ...['closed', 'not_waiting', 'page', 'known', 'unknown_here', 'no_attempt'],
];

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}
