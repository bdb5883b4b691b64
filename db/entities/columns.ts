/** What the tables' columns share. */
import { p } from '@mikro-orm/core';

/** Milliseconds, because a keyset cursor must find exactly the row that JavaScript's Date told of. */
export function timestamp() {
  return p.datetime().length(3);
}

/** SQL for "one of these", in the words PostgreSQL stores, or the schema diff would never end. */
export function isOneOf(column: string, values: readonly string[]): string {
  return `${column} in (${values.map((value) => `'${value}'`).join(', ')})`;
}
