/**
 * Publishes what waits in the payment's outbox, in order, and marks each when the broker has acknowledged it: at least
 * once. A worker that dies in between publishes the same event again, under the same id.
 */
import { metricMeter } from '@temporalio/activity';
import { listUnpublished, markPublished } from '../db/stores/outbox.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Returns the sequence up to which everything is published, whoever published it. */
export function createKafkaPublishEvents({ database, keyRing, publisher, now }: ActivityDeps) {
  const reader = createPaymentReader({ database, keyRing });

  return async function kafkaPublishEvents(paymentId: string): Promise<number> {
    return await translated(async () => await withHeartbeat(async () => await publishAll(paymentId)));
  };

  async function publishAll(paymentId: string): Promise<number> {
    for (const event of await listUnpublished(database, paymentId)) {
      await publisher.publish(event);
      measureLag(now().getTime() - event.occurredAt.getTime());
      await markPublished(database, event, now());
    }
    return (await reader.findById(paymentId))?.publishedSequence ?? 0;
  }
}

/** From the change's commit to the broker's acknowledgement: what consumers are behind. */
function measureLag(lagMs: number): void {
  metricMeter
    .createHistogram(
      'payment_outbox_lag',
      'int',
      'milliseconds',
      'From the commit of an event to its acknowledgement',
    )
    .record(Math.max(lagMs, 0));
}
