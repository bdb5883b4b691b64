/**
 * `npm run migrate`: brings the schema up to date, as one step under an advisory lock (of two at once, the second
 * waits and finds nothing to do). Safe to run at every start.
 */
import { loadMigrateConfig } from '../platform/config/load-config.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { createLogger } from '../platform/logger.ts';
import { type Database, openDatabase } from './orm.ts';

/** Any number that no other program locks in this database. */
const MIGRATION_LOCK = 7_206_150_001;
/** A migration may rewrite a table, or wait for the one that holds the lock. */
const MIGRATION_TIMEOUT_MS = 600_000;

/** Names of the migrations that were run now. */
export async function migrate(database: Database): Promise<readonly string[]> {
  const connection = database.em.getConnection();
  const lock = await connection.begin();
  try {
    await connection.execute(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`, [], 'run', lock);
    return (await database.migrator.up()).map(({ name }) => name);
  } finally {
    await connection.rollback(lock);
  }
}

if (import.meta.main) {
  const { databaseUrl, logLevel } = loadOrExit(loadMigrateConfig);
  const logger = createLogger({ level: logLevel, process: 'migrate' });
  const database = await openDatabase({
    url: databaseUrl,
    poolSize: 2,
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
  });
  try {
    logger.info({ migrations: await migrate(database) }, 'schema is up to date');
  } catch (error) {
    logger.fatal({ err: error }, 'the schema could not be migrated');
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
