/** The HTTP client against servers that are not PortOne at all. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createPortOneClient } from '../../../activities/gateway/portone/client.ts';
import { Secret } from '../../../domain/secret.ts';

let servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  servers = [];
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const ask = (apiUrl: string, timeoutMs = 2000) =>
  createPortOneClient({
    apiUrl,
    apiSecret: new Secret('s3cret'),
    storeId: 'store',
    channelKey: 'key',
    channelType: 'LIVE',
    virtualAccountValidHours: 24,
    quoteIdempotencyKey: true,
    readTimeoutMs: timeoutMs,
    cancelTimeoutMs: timeoutMs,
  })({ method: 'GET', path: '/payments/pay_1', timeoutMs }, new AbortController().signal);

describe('the client', () => {
  it('follows no redirect, so that the secret stays here', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const url = await serve((_request, response) => response.writeHead(307, { location: elsewhere }).end());
    expect(await ask(url)).toEqual({ kind: 'answer', status: 307, body: undefined });
    expect(seen).toEqual([]);
  });

  it('reads no endless body', async () => {
    let isOpen = true;
    const url = await serve((_request, response) => {
      response.on('close', () => {
        isOpen = false;
      });
      const pour = (): void => {
        while (isOpen && response.write('x'.repeat(65_536)));
        if (isOpen) response.once('drain', pour);
      };
      pour();
    });
    expect(await ask(url)).toEqual({ kind: 'answer', status: 200, body: undefined });
    await expect.poll(() => isOpen, { timeout: 5000 }).toBe(false);
  });

  it('takes a body that ends too late for no answer, although the headers came in time', async () => {
    const url = await serve((_request, response) => response.writeHead(200).write('{'));
    expect(await ask(url, 200)).toEqual({ kind: 'none', why: 'timeout' });
  });

  it('takes a damaged encoding for a bad connection', async () => {
    const url = await serve((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end('not gzip'),
    );
    expect(await ask(url)).toEqual({ kind: 'none', why: 'connection' });
  });

  it('tells a closed port from a slow one', async () => {
    const url = await serve(() => undefined);
    expect(await ask(url, 100)).toEqual({ kind: 'none', why: 'timeout' });
    const [server] = servers.splice(0);
    server?.closeAllConnections();
    server?.close();
    if (server) await once(server, 'close');
    expect(await ask(url)).toEqual({ kind: 'none', why: 'connection' });
  });

  it('is called wrongly with an address that is none: that is ours to mend, and no state of a payment', async () => {
    await expect(ask('not an address')).rejects.toThrow(TypeError);
  });
});
