// Temporal's server as it runs in production, keeping its data in PostgreSQL: it loses nothing that it has acknowledged,
// also when both are killed. Without the Web UI; one process holds all four of its services.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { environmentForServers } from '../child-environment.ts';
import type { Environment } from '../settings.ts';
import type { Supervisor } from '../supervise.ts';
import { provideTemporalServer } from '../temporal-server-binaries.ts';
import { waitUntil } from '../wait.ts';
import type { StartedTemporal } from './temporal.ts';

export interface TemporalOnPostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  /** What its services say to each other: nine of them, the same at each start. */
  readonly innerPorts: readonly number[];
  /** A server, and a user who may create databases there. */
  readonly databaseUrl: string;
  readonly environment: Environment;
}

export const INNER_PORT_VARIABLES = [
  ...['FRONTEND_HTTP_PORT', 'FRONTEND_MEMBERSHIP_PORT'],
  ...['HISTORY_GRPC_PORT', 'HISTORY_MEMBERSHIP_PORT', 'MATCHING_GRPC_PORT', 'MATCHING_MEMBERSHIP_PORT'],
  ...['WORKER_GRPC_PORT', 'WORKER_MEMBERSHIP_PORT', 'INTERNAL_FRONTEND_HTTP_PORT'],
] as const;

const SHARDS = '16';
const [STORE, VISIBILITY] = ['temporal', 'temporal_visibility'] as const;

export async function startTemporalOnPostgres(
  options: TemporalOnPostgresOptions,
  supervisor: Supervisor,
): Promise<StartedTemporal> {
  const { dataDir, port, innerPorts, environment } = options;
  const { server, sqlTool } = await provideTemporalServer(environment, supervisor);
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true });
  await createSchemaOnce(folder, { sqlTool, ...options }, supervisor);
  const dynamicConfig = join(folder, 'dynamic-config.yaml');
  // A task that is handed to a worker just stopping is lost until its time-out, unless its polls are ended first.
  writeFileSync(dynamicConfig, 'frontend.enableCancelWorkerPollsOnShutdown:\n  - value: true\n');
  const { hostname, port: databasePort, username, password } = new URL(options.databaseUrl);
  const part = supervisor.start({
    name: 'temporal',
    command: server,
    args: ['--allow-no-auth', 'start'],
    cwd: folder,
    env: {
      ...environmentForServers(environment),
      ...Object.fromEntries(INNER_PORT_VARIABLES.map((name, index) => [name, String(innerPorts[index])])),
      ...{
        FRONTEND_GRPC_PORT: String(port),
        BIND_ON_IP: '127.0.0.1',
        TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
      },
      ...{ DB: 'postgres12_pgx', POSTGRES_SEEDS: hostname, DB_PORT: databasePort },
      ...{ POSTGRES_USER: username, POSTGRES_PWD: password, DBNAME: STORE, VISIBILITY_DBNAME: VISIBILITY },
      ...{ SQL_MAX_CONNS: '10', SQL_MAX_IDLE_CONNS: '10', NUM_HISTORY_SHARDS: SHARDS, LOG_LEVEL: 'warn' },
      DYNAMIC_CONFIG_FILE_PATH: dynamicConfig,
    },
  });
  const address = `127.0.0.1:${port}`;
  await waitUntil(() => answers(address), {
    what: 'Temporal ready',
    deadlineMs: 60_000,
    giveUp: () => part.ended(),
  });
  return { ...part, address };
}

type SchemaOptions = TemporalOnPostgresOptions & { readonly sqlTool: string };

/** The marker is written last. What a killed attempt has made stands in the way of the next: its folder is thrown away. */
async function createSchemaOnce(
  folder: string,
  options: SchemaOptions,
  supervisor: Supervisor,
): Promise<void> {
  const marker = join(folder, 'schema-created');
  if (existsSync(marker)) return;
  const { hostname, port, username, password } = new URL(options.databaseUrl);
  const env = {
    ...environmentForServers(options.environment),
    ...{ SQL_PLUGIN: 'postgres12', SQL_HOST: hostname, SQL_PORT: port },
    ...{ SQL_USER: username, SQL_PASSWORD: password },
  };
  for (const [database, schema] of [
    [STORE, 'temporal'],
    [VISIBILITY, 'visibility'],
  ] as const) {
    for (const words of [
      ['create'],
      ['setup-schema', '-v', '0.0'],
      ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
    ]) {
      const args = ['--db', database, ...words];
      await supervisor.run({ name: 'temporal-schema', command: options.sqlTool, args, env });
    }
  }
  writeFileSync(marker, '');
}

async function answers(address: string): Promise<true> {
  const connection = await Connection.connect({ address, connectTimeout: '1 second' });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'temporal-system' });
    return true;
  } finally {
    await connection.close();
  }
}
