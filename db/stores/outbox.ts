/** What waits to be published, in order, and that it has been. */
import { OutboxEventEntity, type OutboxEventRow } from '../entities/outbox-event.ts';
import { PaymentEntity } from '../entities/payment.ts';
import type { Database } from '../orm.ts';

export type OutboxEvent = Pick<OutboxEventRow, 'id' | 'type' | 'payload' | 'sequence' | 'occurredAt'>;

export async function listUnpublished(
  database: Database,
  paymentId: string,
): Promise<readonly OutboxEvent[]> {
  return await database.em
    .fork()
    .find(OutboxEventEntity, { aggregateid: paymentId, publishedAt: null }, { orderBy: { sequence: 'asc' } });
}

/** After the broker acknowledged it. Marking twice, or late, changes nothing. */
export async function markPublished(database: Database, event: OutboxEvent, now: Date): Promise<void> {
  const { paymentId } = event.payload;
  await database.em.fork().transactional(async (em) => {
    await em.nativeUpdate(OutboxEventEntity, { id: event.id, publishedAt: null }, { publishedAt: now });
    await em.nativeUpdate(
      PaymentEntity,
      { paymentId, publishedSequence: { $lt: event.sequence } },
      { publishedSequence: event.sequence },
    );
  });
}
