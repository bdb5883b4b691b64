/** The real stack for the load: on free ports, in a folder of its own, without a limit per user. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortVariables } from '../../sandbox/ports.ts';
import { parseSettings } from '../../sandbox/settings.ts';
import { startStack } from '../../sandbox/stack.ts';
import type { WhereTheyAre } from '../support/four-records.ts';

export type LoadStage = WhereTheyAre & {
  readonly api: string;
  readonly apiPid: number;
  readonly dataDir: string;
  stop(): Promise<void>;
};

export async function startLoadStage(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LoadStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'load-'));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const removeData = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...outside } = environment;
    const stack = await startStack(
      parseSettings({
        ...outside,
        ...(await freePortVariables()),
        DATA_DIR: dataDir,
        RATE_LIMIT_PER_MINUTE: '1000000',
        SIMULATOR_WEBHOOKS: 'off',
      }),
      { signal: stopping.signal },
    );
    const { api, simulator } = stack.addresses;
    return {
      ...{ api, simulator, dataDir, environment: stack.environment },
      apiPid: stack.parts.get('api')?.pid ?? 0,
      stop: async () => {
        await stack.stop();
        removeData();
      },
    };
  } catch (error) {
    removeData();
    throw error;
  }
}
