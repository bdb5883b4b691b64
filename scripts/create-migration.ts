/**
 * `npm run migration -- <name>`: writes the migration that leads from the committed schema (db/migrations/.snapshot.json)
 * to what the entities say now. Starts a PostgreSQL of its own for it, with every earlier migration run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../db/orm.ts';
import { Secret } from '../domain/secret.ts';
import { freePortVariables } from '../sandbox/ports.ts';
import { parseSettings } from '../sandbox/settings.ts';
import { startStack } from '../sandbox/stack.ts';

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error('usage: npm run migration -- <name_in_snake_case>');
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'create-migration-'));
  const { DATABASE_URL: _, ...environment } = process.env;
  const settings = parseSettings({ ...environment, ...(await freePortVariables()), DATA_DIR: dataDir });
  try {
    const stack = await startStack(settings, { only: ['postgres', 'migrate'] });
    const database = await openDatabase({ url: new Secret(stack.addresses.databaseUrl), poolSize: 2 });
    const { fileName, diff } = await database.migrator.create(undefined, false, false, name);
    process.stdout.write(
      diff.up.length === 0 ? 'the schema is what the entities say\n' : `wrote ${fileName}\n`,
    );
    await database.close();
    await stack.stop();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  await main(process.argv[2]).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
