/** What must answer before this process takes requests: the database, its schema, and Temporal. */
import type { Client } from '@temporalio/client';
import type { Database } from '../db/orm.ts';
import type { ReadinessCheck } from './deps.ts';

const TEMPORAL_TIMEOUT_MS = 1_500;

export function createReadinessChecks(database: Database, temporal: Client): readonly ReadinessCheck[] {
  return [
    { name: 'database', check: () => answers(database) },
    { name: 'schema', check: checkSchemaOnce(database) },
    { name: 'temporal', check: () => knowsNamespace(temporal) },
  ];
}

/** Fails from the moment that the process is told to stop: whoever sends requests here is to send them elsewhere. */
export function accepting(stopping: AbortSignal): ReadinessCheck {
  return { name: 'accepting', check: async () => stopping.throwIfAborted() };
}

async function answers(database: Database): Promise<void> {
  await database.em.getConnection().execute('select 1');
}

/** Migrations only ever add: a schema that was new enough stays so, and is not asked about again. */
function checkSchemaOnce(database: Database): () => Promise<void> {
  let isNewEnough = false;
  return async () => {
    if (isNewEnough) return;
    const pending = await database.migrator.getPending();
    if (pending.length > 0) throw new Error(`${pending.length} migration(s) have not been run`);
    isNewEnough = true;
  };
}

async function knowsNamespace(temporal: Client): Promise<void> {
  const { namespace } = temporal.options;
  await temporal.withDeadline(Date.now() + TEMPORAL_TIMEOUT_MS, () =>
    temporal.workflowService.describeNamespace({ namespace }),
  );
}
