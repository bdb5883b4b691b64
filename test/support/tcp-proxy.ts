/**
 * A TCP proxy on loopback: what it sees on the wire is the instant at which a test pulls the trigger, so that the
 * product needs no hooks; and it does to connections what networks do. Bytes pass in order and unchanged, or not at all.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Side = 'client' | 'server';

export type Chunk = {
  readonly from: Side;
  readonly bytes: Buffer;
  /** The same number for the two directions of one connection. */
  readonly connection: number;
};

export type IsInstant = (chunk: Chunk) => boolean;

/** What becomes of the chunk in which an instant was recognised: nothing of it is forwarded unless this says so. */
export type Afterwards = 'forward' | undefined;

export type TcpProxy = {
  readonly port: number;
  /**
   * Resolves with true when a chunk came that `isInstant` recognises, and `act` has run; with false when `signal` ended
   * the waiting. That chunk is not forwarded, unless `act` says so.
   */
  intercept(
    isInstant: IsInstant,
    act: () => Promise<Afterwards | void>,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** A black hole: what this side sends waits, until `release`. */
  hold(side: Side): void;
  /** Each chunk comes so much later, until `release`. */
  delay(latencyMs: number): void;
  /** How many there are now. */
  connections(): number;
  /** Every connection is reset, now. */
  cut(): void;
  /** Every connection of now leads nowhere, and its client is not told, until `release`; new ones are whole. */
  halfOpen(): void;
  /** The next answer is cut in the middle, and its connection reset. Resolves as `intercept` does. */
  resetMidAnswer(signal?: AbortSignal): Promise<boolean>;
  release(): void;
  close(): Promise<void>;
};

type Trap = {
  readonly isInstant: IsInstant;
  readonly spring: (pair: Pair) => Promise<Afterwards | void>;
};

type Pair = { readonly client: Socket; readonly upstream: Socket; isDeaf: boolean };

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const gates: Record<Side, PromiseWithResolvers<void> | undefined> = {
    client: undefined,
    server: undefined,
  };
  let traps: readonly Trap[] = [];
  let latencyMs = 0;
  let opened = 0;

  async function isSwallowed(chunk: Chunk, pair: Pair): Promise<boolean> {
    await gates[chunk.from]?.promise;
    if (latencyMs > 0) await sleep(latencyMs);
    if (pair.isDeaf) return true;
    const sprung = traps.find(({ isInstant }) => isInstant(chunk));
    if (sprung === undefined) return false;
    traps = traps.filter((trap) => trap !== sprung);
    return (await sprung.spring(pair)) !== 'forward';
  }

  const server = createServer((client) => {
    const pair: Pair = {
      client,
      upstream: connect({ port: targetPort, host: '127.0.0.1' }),
      isDeaf: false,
    };
    const connection = ++opened;
    pairs.add(pair);
    client.once('close', () => {
      pairs.delete(pair);
      pair.upstream.destroy();
    });
    pair.upstream.once('close', () => {
      if (!pair.isDeaf) client.destroy();
    });
    // A connection that breaks is what these tests are about.
    for (const socket of [client, pair.upstream]) socket.on('error', () => undefined);
    const pumping = (from: Side): Pumping => ({
      isSwallowed: async (bytes) => await isSwallowed({ from, bytes, connection }, pair),
      isAbandoned: () => pair.isDeaf,
    });
    void pump(client, pair.upstream, pumping('client'));
    void pump(pair.upstream, client, pumping('server'));
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');

  async function trap(isInstant: IsInstant, spring: Trap['spring'], signal?: AbortSignal): Promise<boolean> {
    const done = Promise.withResolvers<boolean>();
    const set: Trap = {
      isInstant,
      spring: async (pair) => {
        try {
          const afterwards = await spring(pair);
          done.resolve(true);
          return afterwards;
        } catch (error) {
          done.reject(error);
          return undefined;
        }
      },
    };
    traps = [...traps, set];
    signal?.addEventListener('abort', () => {
      // One that is being sprung tells by itself.
      if (!traps.includes(set)) return;
      traps = traps.filter((other) => other !== set);
      done.resolve(false);
    });
    return await done.promise;
  }

  const resetAll = () => {
    for (const { client, upstream } of pairs) {
      upstream.destroy();
      client.resetAndDestroy();
    }
  };

  return {
    port: address.port,
    intercept: async (isInstant, act, signal) => await trap(isInstant, act, signal),
    hold(side) {
      gates[side] ??= Promise.withResolvers();
    },
    delay(ms) {
      latencyMs = ms;
    },
    connections: () => pairs.size,
    cut: resetAll,
    halfOpen() {
      for (const pair of pairs) {
        pair.isDeaf = true;
        pair.upstream.destroy();
      }
    },
    async resetMidAnswer(signal) {
      let seen: Buffer = Buffer.alloc(0);
      const isAnswer: IsInstant = ({ from, bytes }) => {
        seen = bytes;
        return from === 'server' && bytes.length >= 2;
      };
      const tear = async ({ client, upstream }: Pair) => {
        const half = seen.subarray(0, seen.length / 2);
        await new Promise<void>((resolve) => client.write(half, () => resolve()));
        upstream.destroy();
        client.resetAndDestroy();
      };
      return await trap(isAnswer, tear, signal);
    },
    release() {
      latencyMs = 0;
      for (const side of ['client', 'server'] as const) {
        gates[side]?.resolve();
        gates[side] = undefined;
      }
      for (const { client, isDeaf } of pairs) if (isDeaf) client.resetAndDestroy();
    },
    async close() {
      resetAll();
      server.close();
      await once(server, 'close');
    },
  };
}

type Pumping = {
  readonly isSwallowed: (bytes: Buffer) => Promise<boolean>;
  /** Its end is not to be passed on. */
  readonly isAbandoned: () => boolean;
};

async function pump(from: Socket, to: Socket, { isSwallowed, isAbandoned }: Pumping) {
  try {
    for await (const bytes of from) {
      if (!(await isSwallowed(bytes)) && !to.write(bytes)) await once(to, 'drain');
    }
    to.end();
  } catch {
    if (!isAbandoned()) to.destroy();
  }
}
