/** What the publisher calls published is in the log: also what waited behind an event whose acknowledgement was late. */
import kafkajs from 'kafkajs';
import { afterAll, expect, it } from 'vitest';
import type { EventPublisher } from '../../../activities/kafka/event-publisher.ts';
import { createKafkaPublisher } from '../../../activities/kafka/kafkajs-publisher.ts';
import type { OutboxEvent } from '../../../db/stores/outbox.ts';
import { createLogger } from '../../../platform/logger.ts';
import { onProduce } from '../../support/instants.ts';
import { readTopic } from '../../support/read-topic.ts';
import type { Rig } from '../../support/rig.ts';
import { onStage } from './support/stage.ts';

const TOPIC = 'one-partition';

let rig: Rig;
let brokers: string;
let publisher: EventPublisher;

onStage(async (stage) => {
  rig = stage.rig;
  brokers = `127.0.0.1:${rig.kafkaProxy.port}`;
  const admin = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  publisher = createKafkaPublisher(
    { brokers: [brokers], topic: TOPIC },
    createLogger({ process: 'worker', level: 'fatal' }),
  );
});

afterAll(async () => {
  await publisher?.close();
});

function event(sequence: number): OutboxEvent {
  const [paymentId, occurredAt] = ['pay_1', new Date(sequence)];
  return {
    ...{ id: `${paymentId}-${sequence}`, type: 'payment.completed', sequence, occurredAt },
    payload: {
      ...{ paymentId, orderId: 'order-1', userId: 'user-1', amount: 10_000, currency: 'KRW' },
      ...{ method: 'CARD', provider: 'PORTONE', pgTransactionId: 'tx-1', status: 'PAID' },
      ...{ sequence, occurredAt: occurredAt.toISOString() },
    },
  };
}

it('loses no event that waited behind one whose acknowledgement was late', async () => {
  await publisher.publish(event(1));
  rig.kafkaProxy.hold('server');
  const sent = rig.kafkaProxy.intercept(onProduce(TOPIC), async () => 'forward');
  const late = publisher.publish(event(2));
  await sent;
  // The library gives the first one up after five seconds, and sends the next.
  const nextIsSent = rig.kafkaProxy.intercept(onProduce(TOPIC), async () => 'forward');
  const behind = publisher.publish(event(3));
  await nextIsSent;
  rig.kafkaProxy.release();
  await Promise.all([late, behind]);
  const log = await readTopic({ brokers, topic: TOPIC });
  expect(new Set(log.map(({ eventId }) => eventId))).toEqual(new Set(['pay_1-1', 'pay_1-2', 'pay_1-3']));
});
