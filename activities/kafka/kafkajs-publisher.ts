/**
 * Publishes by kafkajs. The library is old and has known ways to hang or to stay broken once a broker went away
 * (kafkajs #919, #1686): so its retries are bounded, a deadline of our own stands over every call, and a producer
 * that failed is thrown away and built anew.
 */
// KafkaJSError cannot be imported by name: Node does not find it in this CommonJS package.
import kafkajs, { type Producer } from 'kafkajs';
import type { Logger } from '../../platform/logger.ts';
import type { EventPublisher } from './event-publisher.ts';
import { toMessage } from './to-message.ts';

export type KafkaPublisherConfig = {
  readonly brokers: readonly string[];
  readonly topic: string;
};

const SEND_DEADLINE_MS = 8_000;
const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 5_000;

export function createKafkaPublisher(
  { brokers, topic }: KafkaPublisherConfig,
  logger: Logger,
): EventPublisher {
  let current: Promise<Producer> | undefined;

  function producer(): Promise<Producer> {
    current ??= connect(brokers, logger);
    return current;
  }

  async function discard(failed: Promise<Producer> | undefined): Promise<void> {
    if (current === failed) current = undefined;
    await failed?.then(async (dead) => await withinDeadline(dead.disconnect())).catch(() => undefined);
  }

  return {
    async publish(event) {
      const used = producer();
      try {
        const send = used.then(
          async (ready) =>
            await ready.send({
              topic,
              acks: -1,
              timeout: REQUEST_TIMEOUT_MS,
              compression: kafkajs.CompressionTypes.None,
              messages: [toMessage(event)],
            }),
        );
        await withinDeadline(send);
      } catch (error) {
        void discard(used);
        throw error;
      }
    },
    async close() {
      await discard(current);
    },
  };
}

async function connect(brokers: readonly string[], logger: Logger): Promise<Producer> {
  const kafka = new kafkajs.Kafka({
    clientId: 'temporal-payments',
    brokers: [...brokers],
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    // Its warnings are about our own choices: bounded retries, for we repeat by the outbox, not inside the library.
    logLevel: kafkajs.logLevel.ERROR,
    logCreator: () => (entry) => {
      logger.warn({ library: 'kafkajs', namespace: entry.namespace }, entry.log.message);
    },
  });
  const producer = kafka.producer({
    // The library numbers a message anew when an answer was late, and gives its number to the next one: the broker takes
    // that for a copy, acknowledges it and throws it away. Without numbers a late answer only makes a copy.
    idempotent: false,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

/** @throws KafkaJSError when it takes longer: the outcome is then not known, and the event is sent again. */
async function withinDeadline<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new kafkajs.KafkaJSError('no acknowledgement in time')),
      SEND_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
