/**
 * Gives lost connections back to the pool. Kysely's controlled transactions, on which MikroORM builds, never return
 * theirs when BEGIN, COMMIT or ROLLBACK itself fails (kysely 0.29.6, ControlledTransaction): a database that is killed
 * would cost a slot for each transaction under way, in the end all of them, and the process would never recover.
 */

/** What is used here of pg's pool and client, which bring no types. */
type PooledClient = {
  once(event: 'end', listener: () => void): unknown;
  removeListener(event: 'end', listener: () => void): unknown;
  /** `true`: it is thrown away instead of being used again. */
  release(isBroken: true): void;
};

type ConnectionPool = {
  on(event: 'acquire', listener: (client: PooledClient) => void): unknown;
  on(event: 'release', listener: (error: unknown, client: PooledClient) => void): unknown;
};

/** Whoever held a connection that ended has seen the failure of its query long before, and has let go. */
const LET_GO_WITHIN_MS = 1_000;

/** `keptAtMostMs`: longer than any transaction takes. A connection into a black hole never ends by itself. */
export function freeLostConnections(pool: ConnectionPool, keptAtMostMs: number): void {
  const watches = new Map<PooledClient, () => void>();
  pool.on('acquire', (client) => {
    const free = () => client.release(true);
    let timer = setTimeout(free, keptAtMostMs).unref();
    const onEnd = () => {
      clearTimeout(timer);
      timer = setTimeout(free, LET_GO_WITHIN_MS).unref();
    };
    client.once('end', onEnd);
    watches.set(client, () => {
      clearTimeout(timer);
      client.removeListener('end', onEnd);
    });
  });
  pool.on('release', (_, client) => {
    watches.get(client)?.();
    watches.delete(client);
  });
}
