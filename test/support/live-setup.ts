/**
 * The real PostgreSQL, Temporal, Kafka, simulator, worker and API, started once for all live tests on free ports and in
 * a folder of their own, by the code that `npm start` runs. Both are gone afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePortVariables } from '../../sandbox/ports.ts';
import { parseSettings } from '../../sandbox/settings.ts';
import { startStack } from '../../sandbox/stack.ts';

export type LiveStack = {
  readonly api: string;
  readonly simulator: string;
  /** Of the worker, for Prometheus. */
  readonly metrics: string;
  /** What each of our own processes is configured with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    live: LiveStack;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'live-tests-'));
  const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...environment } = process.env;
  const settings = parseSettings({
    ...RECONCILED_ON_DEMAND,
    ...environment,
    // Both kinds of gateway: one approves in its window, one by our own call.
    GATEWAY_ROUTES: 'CARD=PORTONE,TRANSFER=PORTONE,VIRTUAL_ACCOUNT=PORTONE,EASY_PAY=PORTONE,MOBILE=TOSS',
    ...(await freePortVariables()),
    DATA_DIR: dataDir,
    // A look that no test asked for would use up the fault that a test has set: those about webhooks switch them on.
    SIMULATOR_WEBHOOKS: 'off',
    SIMULATOR_WEBHOOK_RETRY_MS: '200,400,800,1600,3200,6400,12800',
    SIMULATOR_TOSS_WEBHOOK_RETRY_MS: '200,400,800,1600,3200,6400,12800',
  });
  try {
    const stack = await startStack(settings);
    const { api, simulator, metrics } = stack.addresses;
    provide('live', { api, simulator, metrics, environment: stack.environment, dataDir });
    return async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    };
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** By the tests that trigger it, and then of what has happened until that very moment. */
const RECONCILED_ON_DEMAND = { RECONCILE_INTERVAL_SECONDS: '86400', RECONCILE_SETTLING_SECONDS: '0' };
