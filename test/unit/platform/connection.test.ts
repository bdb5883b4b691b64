// What a client and a worker do when there is no Temporal: on a port where nothing listens.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../platform/logger.ts';
import { connectTemporalClient } from '../../../platform/temporal/client-connection.ts';
import { connectTemporalWorker } from '../../../platform/temporal/worker-connection.ts';
import { NEW_KEY, ringOf } from './keys.ts';

describe('when Temporal is down', () => {
  it('a client knows in less than two seconds', async () => {
    const temporal = { address: `127.0.0.1:${await freePort()}`, namespace: 'default' };
    const client = connectTemporalClient({ temporal, keyRing: ringOf(NEW_KEY) });
    const begunAt = performance.now();
    await expect(
      client.connection.withDeadline(Date.now() + 1_500, () => client.workflow.getHandle('none').describe()),
    ).rejects.toThrow(/14 UNAVAILABLE|connect|Failed/);
    expect(performance.now() - begunAt).toBeLessThan(2_000);
    await client.connection.close();
  });

  it('a worker waits, says so, and gives up at its deadline', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', process: 'test' }, { write: (line) => lines.push(line) });
    const temporal = { address: `127.0.0.1:${await freePort()}`, namespace: 'default' };
    await expect(connectTemporalWorker({ temporal, logger, deadlineMs: 1_500 })).rejects.toThrow(
      temporal.address,
    );
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toContain('waiting for Temporal');
    expect(lines[0]).toContain(temporal.address);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('not a TCP address');
  return address;
}
