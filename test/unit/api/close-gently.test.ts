/** A server that is told to end: who comes while the balancer has not noticed yet is served, and so is who is within. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { closingGently } from '../../../api/close-gently.ts';

const DRAIN_MS = 1_000;

const closings: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closings.splice(0).map(async (close) => await close()));
});

async function serve(listener: RequestListener, drainMs: number) {
  const server = createServer(listener);
  const close = closingGently(server, drainMs);
  closings.push(async () => {
    server.closeAllConnections();
    if (server.listening) await server[Symbol.asyncDispose]();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return { url: `http://127.0.0.1:${address.port}`, close };
}

it('answers who comes while it drains, on a connection that ends with the answer; nobody after that', async () => {
  const { url, close } = await serve((_, response) => response.end('answered'), DRAIN_MS);
  expect((await fetch(url)).headers.get('connection')).toBe('keep-alive');
  const closed = close();
  const meanwhile = await fetch(url);
  expect(await meanwhile.text()).toBe('answered');
  expect(meanwhile.headers.get('connection')).toBe('close');
  await closed;
  expect(await endOf(url)).toBe('ECONNREFUSED');
});

it('is not closed before the request under way has its answer, which ends its connection', async () => {
  const arrived = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const { url, close } = await serve((_, response) => {
    arrived.resolve();
    void mayAnswer.promise.then(() => response.end('answered'));
  }, 0);
  const asked = fetch(url);
  await arrived.promise;
  let isClosed = false;
  const closed = close().then(() => {
    isClosed = true;
  });
  await expect.poll(async () => await endOf(url)).toBe('ECONNREFUSED');
  expect(isClosed).toBe(false);
  mayAnswer.resolve();
  const answer = await asked;
  expect([answer.headers.get('connection'), await answer.text()]).toEqual(['close', 'answered']);
  await closed;
});

it('refuses a server of another kind', () => {
  expect(() => closingGently({}, 0)).toThrow('HTTP/1.1');
});

async function endOf(url: string): Promise<string> {
  const signal = AbortSignal.timeout(200);
  return await fetch(url, { signal }).then(
    () => 'taken',
    (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? 'silent',
  );
}
