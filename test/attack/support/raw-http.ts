/** HTTP by hand, byte for byte: what no well-behaved client would let itself send. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { createApp } from '../../../api/app.ts';
import { createHttpServer } from '../../../api/http-server.ts';

export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

export type RawServer = {
  /** Sends these bytes, and answers all that comes back until the server closes. Answers in order, if there are several. */
  send(bytes: string): Promise<readonly RawAnswer[]>;
  /** Sends these bytes and resets the connection once the server has taken them. */
  sendAndHangUp(bytes: string): Promise<void>;
  close(): Promise<void>;
};

/** The app behind the socket that production has. */
export async function listenRaw(app: ReturnType<typeof createApp>): Promise<RawServer> {
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    send: (bytes) => exchange(address.port, bytes),
    sendAndHangUp: async (bytes) => {
      const taken = once(server, 'request');
      const socket = connect(address.port, '127.0.0.1');
      socket.write(bytes, 'latin1');
      await taken;
      socket.resetAndDestroy();
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

export function rawRequest(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', body].join('\r\n');
}

async function exchange(port: number, bytes: string): Promise<readonly RawAnswer[]> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk;
  });
  // A server that refuses early may reset while we still write: what it said before counts.
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => resolve()).on('error', () => {});
  });
  socket.write(bytes, 'latin1');
  await ended;
  return received
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((text) => text !== '')
    .map(parse);
}

function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [, status = '0'] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  return { status: Number(status), head, body: rest.join('\r\n\r\n') };
}
