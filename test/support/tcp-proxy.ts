/**
 * A TCP proxy on loopback: what it sees on the wire is the instant at which a test pulls the trigger, so that the
 * product needs no hooks. Bytes pass in order and unchanged; a side that is held back is held back for everyone.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Side = 'client' | 'server';

export type Chunk = {
  readonly from: Side;
  readonly bytes: Buffer;
  /** The same number for the two directions of one connection. */
  readonly connection: number;
};

export type TcpProxy = {
  readonly port: number;
  /** Resolves when a chunk came that `isInstant` recognises, and `act` has run. That chunk is never forwarded. */
  intercept(isInstant: (chunk: Chunk) => boolean, act: () => Promise<void>): Promise<void>;
  /** A black hole: what this side sends waits, until `release`. */
  hold(side: Side): void;
  release(): void;
  close(): Promise<void>;
};

type Trap = {
  readonly isInstant: (chunk: Chunk) => boolean;
  readonly spring: () => Promise<void>;
};

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const gates: Record<Side, PromiseWithResolvers<void> | undefined> = {
    client: undefined,
    server: undefined,
  };
  let traps: readonly Trap[] = [];
  let connections = 0;

  async function isSwallowed(chunk: Chunk): Promise<boolean> {
    await gates[chunk.from]?.promise;
    const sprung = traps.find(({ isInstant }) => isInstant(chunk));
    if (sprung === undefined) return false;
    traps = traps.filter((trap) => trap !== sprung);
    await sprung.spring();
    return true;
  }

  const server = createServer((client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1' });
    const connection = ++connections;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // A connection that breaks is what these tests are about.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const see = (from: Side) => async (bytes: Buffer) => await isSwallowed({ from, bytes, connection });
    void pump(client, upstream, see('client'));
    void pump(upstream, client, see('server'));
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');

  return {
    port: address.port,
    intercept(isInstant, act) {
      const done = Promise.withResolvers<void>();
      const spring = async () => await act().then(done.resolve, done.reject);
      traps = [...traps, { isInstant, spring }];
      return done.promise;
    },
    hold(side) {
      gates[side] ??= Promise.withResolvers();
    },
    release() {
      for (const side of ['client', 'server'] as const) {
        gates[side]?.resolve();
        gates[side] = undefined;
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function pump(from: Socket, to: Socket, isSwallowed: (bytes: Buffer) => Promise<boolean>) {
  try {
    for await (const bytes of from) {
      if (!(await isSwallowed(bytes)) && !to.write(bytes)) await once(to, 'drain');
    }
    to.end();
  } catch {
    to.destroy();
  }
}
