/** What the proxy does to connections is what networks do: otherwise a campaign proves nothing about them. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
let client: Socket;
let heard: string;

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await startTcpProxy(typeof address === 'object' && address !== null ? address.port : 0);
  client = await join();
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function join(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  heard = '';
  socket.on('data', (bytes) => {
    heard += String(bytes);
  });
  await once(socket, 'connect');
  return socket;
}

/** `once` would reject with the reset that is expected here. */
async function closing(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

const untilHeard = async (text: string) => await expect.poll(() => heard).toBe(text);

it('passes everything on, unchanged', async () => {
  client.write('one ');
  client.write('two');
  await untilHeard('one two');
});

it('delays what passes, until it is released', async () => {
  proxy.delay(60);
  const beganAtMs = performance.now();
  client.write('late');
  await untilHeard('late');
  // There, and back again.
  expect(performance.now() - beganAtMs).toBeGreaterThan(110);
  proxy.release();
});

it('cuts: every connection is reset, a new one is whole', async () => {
  const closed = closing(client);
  expect(proxy.connections()).toBe(1);
  proxy.cut();
  await closed;
  client = await join();
  client.write('again');
  await untilHeard('again');
});

it('leaves a connection half open: nothing comes, nobody is told, and a new one is whole', async () => {
  client.write('before');
  await untilHeard('before');
  proxy.halfOpen();
  const deaf = client;
  deaf.write('into the void');
  client = await join();
  client.write('another');
  await untilHeard('another');
  expect(deaf.destroyed).toBe(false);
  const closed = closing(deaf);
  proxy.release();
  await closed;
});

it('tears an answer: half of it arrives, then the connection is reset', async () => {
  const torn = proxy.resetMidAnswer();
  const closed = closing(client);
  client.write('12345678');
  expect(await torn).toBe(true);
  await closed;
  expect(heard).toBe('1234');
});

it('is a black hole until it is released, and then everything arrives', async () => {
  proxy.hold('client');
  client.write('held');
  await expect(expect.poll(() => heard, { timeout: 100 }).not.toBe('')).rejects.toThrow("not to be ''");
  proxy.release();
  await untilHeard('held');
});

it('waits for an instant no longer than it is told to', async () => {
  const waiting = new AbortController();
  const acted = proxy.intercept(
    () => true,
    async () => undefined,
    waiting.signal,
  );
  waiting.abort();
  expect(await acted).toBe(false);
  client.write('passes');
  await untilHeard('passes');
});

it('forwards the chunk of an instant when it is told to, and swallows it else', async () => {
  const passed = proxy.intercept(
    ({ bytes }) => bytes.includes('a'),
    async () => 'forward',
  );
  client.write('a');
  expect(await passed).toBe(true);
  await untilHeard('a');
  const swallowed = proxy.intercept(
    ({ bytes }) => bytes.includes('b'),
    async () => undefined,
  );
  client.write('b');
  expect(await swallowed).toBe(true);
  client.write('c');
  await untilHeard('ac');
});
