/** Stands between the adapter and the simulator, on real sockets, and keeps what each said to the other. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Exchange } from './openapi-judge.ts';

export type RecordingProxy = { url: string; exchanges: Exchange[]; stop(): Promise<void> };

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const body = Buffer.concat(chunks).toString('utf8');
      const requestHeaders = flat(request.headers);
      const { method = 'GET', url: path = '/' } = request;
      const answer = await fetch(`${target}${path}`, {
        method,
        headers: passedOn(requestHeaders),
        ...(body !== '' && { body }),
      });
      const text = await answer.text();
      exchanges.push({
        method,
        path,
        requestHeaders,
        requestBody: body === '' ? undefined : JSON.parse(body),
        status: answer.status,
        responseHeaders: Object.fromEntries(answer.headers),
        responseBody: JSON.parse(text),
      });
      response
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        .end(text);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on TCP only');
  return {
    url: `http://127.0.0.1:${address.port}`,
    exchanges,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function flat(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

/** Those of the message, without those of the connection. */
function passedOn(headers: Record<string, string>): Record<string, string> {
  const names = ['accept', 'authorization', 'content-type', 'idempotency-key', 'tosspayments-test-code'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
