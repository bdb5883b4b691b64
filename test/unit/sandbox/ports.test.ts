/** A taken port is named with the variable that changes it. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findFreePorts, freePortVariables, isPortFree, portTakenMessage } from '../../../sandbox/ports.ts';
import { parseSettings } from '../../../sandbox/settings.ts';

describe('the sandbox’s ports', () => {
  it('a taken port is told in one line: the port, the part, the variable that changes it', () => {
    expect(portTakenMessage('api', 3000)).toBe(
      'port 3000 is taken, and the API needs it: set API_PORT to a free port',
    );
  });

  it('a part that may exist elsewhere also names the variable that points at it', () => {
    expect(portTakenMessage('postgres', 5433)).toBe(
      'port 5433 is taken, and PostgreSQL needs it: set POSTGRES_PORT to a free port, ' +
        'or point DATABASE_URL at a server that is running',
    );
  });

  it('a port is taken while somebody listens on it, and free afterwards', async () => {
    const [port = 0] = await findFreePorts(1);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });

  it('a copy for tests gets ten different ports', async () => {
    const { ports } = parseSettings(await freePortVariables());
    expect(new Set(Object.values(ports)).size).toBe(10);
  });
});
