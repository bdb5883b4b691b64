/**
 * `npm run rotate-keys`: encrypts anew, under the first key of ENCRYPTION_KEYS, every encrypted column that another key
 * has encrypted. What is under the first key already is left alone, and each value is replaced only as it was read: so
 * it may be interrupted, started again and run beside the servers.
 */

import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { loadRotateKeysConfig } from '../platform/config/load-tool-config.ts';
import { keyIdOf, recrypt } from '../platform/crypto/jwe.ts';
import type { KeyRing } from '../platform/crypto/key-ring.ts';
import { DecryptionError, UnknownKeyError } from '../platform/crypto/key-ring.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { type Database, openDatabase } from './orm.ts';
import { type JweCell, type JweColumn, jweColumns, listCells, replaceCell } from './stores/jwe-columns.ts';

export type Rotation = {
  /** Values looked at in the last pass: all that there were. */
  readonly total: number;
  readonly rotated: number;
  /** No key of the ring opens these: they are left as they are. */
  readonly unreadable: readonly string[];
};

type Progress = Pick<Logger, 'info' | 'error'>;

const BATCH_SIZE = 200;
/** Servers that still encrypt under an old key keep bringing new values: then that must end first. */
const MOST_PASSES = 5;

/** Passes over all until one finds nothing to do. @throws Error when servers still write under another key. */
export async function rotateKeys(database: Database, keyRing: KeyRing, logger: Progress): Promise<Rotation> {
  const rotatedKeys = new Set<string>();
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    let total = 0;
    let open = 0;
    const unreadable: string[] = [];
    for (const column of jweColumns(database)) {
      const done = await rotateColumn({ database, keyRing, logger }, column);
      total += done.total;
      open += done.open;
      unreadable.push(...done.unreadable);
      for (const key of done.rotated) rotatedKeys.add(`${column.table}.${column.column} ${key}`);
    }
    if (open === 0) return { total, rotated: rotatedKeys.size, unreadable };
  }
  throw new Error(
    'values under another key keep coming: give every server this ENCRYPTION_KEYS first, then run this again',
  );
}

type Tools = { readonly database: Database; readonly keyRing: KeyRing; readonly logger: Progress };

type ColumnRotation = { total: number; open: number; rotated: string[]; unreadable: string[] };

async function rotateColumn(tools: Tools, column: JweColumn): Promise<ColumnRotation> {
  const { database, logger } = tools;
  const done: ColumnRotation = { total: 0, open: 0, rotated: [], unreadable: [] };
  for (let afterKey = ''; ; ) {
    const cells = await listCells(database, column, { afterKey, limit: BATCH_SIZE });
    for (const cell of cells) await rotateCell(tools, { column, cell, done });
    done.total += cells.length;
    const last = cells.at(-1);
    if (last === undefined) return done;
    afterKey = last.key;
    const { total, rotated, unreadable } = done;
    logger.info(
      {
        column: `${column.table}.${column.column}`,
        seen: total,
        rotated: rotated.length,
        unreadable: unreadable.length,
      },
      'rotating',
    );
  }
}

type CellWork = { readonly column: JweColumn; readonly cell: JweCell; readonly done: ColumnRotation };

async function rotateCell(
  { database, keyRing, logger }: Tools,
  { column, cell, done }: CellWork,
): Promise<void> {
  try {
    if (keyIdOf(cell.jwe) === keyRing.current.id) return;
    const jwe = await recrypt(keyRing, cell.jwe);
    done.open += 1;
    if (await replaceCell(database, column, { cell, jwe })) done.rotated.push(cell.key);
  } catch (error) {
    if (!(error instanceof UnknownKeyError || error instanceof DecryptionError)) throw error;
    done.unreadable.push(cell.key);
    logger.error({ table: column.table, key: cell.key, why: error.message }, 'cannot be rotated');
  }
}

if (import.meta.main) {
  const { databaseUrl, keyRing, logLevel } = loadOrExit(loadRotateKeysConfig);
  const logger = createLogger({ level: logLevel, process: 'rotate-keys' });
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  try {
    const { total, rotated, unreadable } = await rotateKeys(database, keyRing, logger);
    logger.info(
      { key: keyRing.current.id, total, rotated, unreadable: unreadable.length },
      'keys are rotated',
    );
    if (unreadable.length > 0) process.exitCode = 1;
  } catch (error) {
    logger.fatal({ err: error }, 'keys could not be rotated');
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
