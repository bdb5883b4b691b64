/**
 * Commits that a cancellation is about to be sent to the gateway, before it is: the date stays that of the first
 * sending, for it dates the idempotency key (rule 1).
 */
import { CancellationEntity } from '../entities/cancellation.ts';
import type { Database } from '../orm.ts';

/** Null when this is the first sending; else when the first one was. */
export async function markSent(database: Database, cancellationId: string, now: Date): Promise<Date | null> {
  const em = database.em.fork();
  const marked = await em.nativeUpdate(
    CancellationEntity,
    { cancellationId, firstSentAt: null, status: 'REQUESTED' },
    { firstSentAt: now },
  );
  if (marked === 1) return null;
  const row = await em.findOneOrFail(CancellationEntity, { cancellationId });
  if (row.firstSentAt === null || row.firstSentAt === undefined) {
    throw new Error(`cancellation ${cancellationId} is ${row.status}: there is nothing to send`);
  }
  return row.firstSentAt;
}
