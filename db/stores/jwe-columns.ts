/**
 * The encrypted columns, as the entities have them: every property whose name ends in `Jwe` holds a compact JWE. So
 * that a new one cannot be forgotten when keys are rotated, there is no list of them.
 */
import type { Database } from '../orm.ts';

export type JweColumn = { readonly table: string; readonly key: string; readonly column: string };

export type JweCell = { readonly key: string; readonly jwe: string };

export function jweColumns(database: Database): readonly JweColumn[] {
  return [...database.getMetadata().getAll().values()].flatMap(
    ({ tableName, props, primaryKeys, properties }) =>
      props
        .filter(({ name }) => name.endsWith('Jwe'))
        .map(({ name, fieldNames }) => {
          const keys = primaryKeys.flatMap((primary) => properties[primary]?.fieldNames ?? []);
          const [key] = keys;
          const [column] = fieldNames;
          if (key === undefined || column === undefined || keys.length !== 1) {
            throw new Error(`${tableName}.${name} cannot be rotated: its table needs a key of one column`);
          }
          return { table: tableName, key, column };
        }),
  );
}

/** A batch of the column's values, by key. */
export async function listCells(
  database: Database,
  { table, key, column }: JweColumn,
  { afterKey, limit }: { readonly afterKey: string; readonly limit: number },
): Promise<readonly JweCell[]> {
  return await database.em
    .fork()
    .getConnection()
    .execute(
      `select "${key}" as key, "${column}" as jwe from "${table}" where "${column}" is not null and "${key}" > ? order by "${key}" limit ?`,
      [afterKey, limit],
    );
}

/** Compare-and-set on the value; false: somebody has written it meanwhile. */
export async function replaceCell(
  database: Database,
  { table, key, column }: JweColumn,
  { cell, jwe }: { readonly cell: JweCell; readonly jwe: string },
): Promise<boolean> {
  const { affectedRows } = await database.em
    .fork()
    .getConnection()
    .execute<{ affectedRows: number }>(
      `update "${table}" set "${column}" = ? where "${key}" = ? and "${column}" = ?`,
      [jwe, cell.key, cell.jwe],
      'run',
    );
  return affectedRows === 1;
}
