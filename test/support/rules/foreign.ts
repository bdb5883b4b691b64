/** Money of another store or channel lies under our id: nothing is done with it, and a person was told. */
import type { OurBooks } from '../records.ts';

export function isForeign({ attention }: OurBooks): boolean {
  return attention === 'FOREIGN_TRANSACTION';
}
