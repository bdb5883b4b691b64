/**
 * What histories are recorded on: the real PostgreSQL, Temporal, Kafka, simulator, worker and API, on free ports and in a
 * folder of their own, by the code that `npm start` runs. Only the encryption key is a known one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { type Database, openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { freePortVariables } from '../../sandbox/ports.ts';
import { parseSettings } from '../../sandbox/settings.ts';
import { type Stack, startStack } from '../../sandbox/stack.ts';
import { mintToken } from '../../sandbox/token-issuer/mint-token.ts';
import { RECONCILE_SCHEDULE_ID, SWEEP_SCHEDULE_ID } from '../../workflows/contract.ts';
import { HISTORIES_ENCRYPTION_KEYS } from './test-key.ts';

export type Stage = {
  readonly api: string;
  readonly simulator: string;
  /** The customer's. */
  readonly token: string;
  readonly temporal: Client;
  readonly database: Database;
  /** Every line of the worker's log so far. */
  readonly workerLog: () => readonly string[];
  readonly stop: () => Promise<void>;
};

export const CUSTOMER = 'histories';

/** Long enough for every other shape to be paid, short enough to be waited for. */
const PAYMENT_EXPIRES_AFTER_SECONDS = 10;

export async function startStage(environment: Readonly<Record<string, string | undefined>>): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'record-histories-'));
  const removeData = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...rest } = environment;
    const stack = await startStack(
      parseSettings({
        ...rest,
        ...(await freePortVariables()),
        DATA_DIR: dataDir,
        ENCRYPTION_KEYS: HISTORIES_ENCRYPTION_KEYS,
        // Both kinds of gateway.
        GATEWAY_ROUTES: 'CARD=PORTONE,VIRTUAL_ACCOUNT=PORTONE,MOBILE=TOSS',
        // Only where a shape asks for one.
        SIMULATOR_WEBHOOKS: 'off',
        PAYMENT_EXPIRES_AFTER_SECONDS: String(PAYMENT_EXPIRES_AFTER_SECONDS),
      }),
    );
    return await furnish(stack, { dataDir, removeData });
  } catch (error) {
    removeData();
    throw error;
  }
}

async function furnish(
  stack: Stack,
  { dataDir, removeData }: { readonly dataDir: string; readonly removeData: () => void },
): Promise<Stage> {
  const { api, simulator, databaseUrl, temporalAddress } = stack.addresses;
  const temporal = connectTemporalClient({
    temporal: { address: temporalAddress, namespace: 'default' },
    keyRing: parseKeyRing(HISTORIES_ENCRYPTION_KEYS),
  });
  const database = await openDatabase({
    url: new Secret(databaseUrl),
    poolSize: 2,
    statementTimeoutMs: 30_000,
  });
  // They would open what a shape has just closed, or not, as its minute falls.
  await temporal.schedule.getHandle(SWEEP_SCHEDULE_ID).pause();
  await temporal.schedule.getHandle(RECONCILE_SCHEDULE_ID).pause();
  const workerLogFile = stack.parts.get('worker')?.logFile ?? '';
  return {
    api,
    simulator,
    token: await mintToken(dataDir, { sub: CUSTOMER }),
    temporal,
    database,
    workerLog: () =>
      readFileSync(workerLogFile, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    async stop() {
      await database.close();
      await temporal.connection.close();
      await stack.stop();
      removeData();
    },
  };
}
