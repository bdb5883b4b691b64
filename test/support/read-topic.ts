/** The topic from offset 0: to what is its end now, or on and on; what any consumer will ever have seen by now. */
import { randomUUID } from 'node:crypto';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { waitUntil } from '../../sandbox/wait.ts';

export type TopicRecord = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  /** `ce_id`. */
  readonly eventId: string;
  readonly type: string;
  /** Value and headers as they are on the broker: two copies of one event must be equal to the byte. */
  readonly bytes: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Topic = { readonly brokers: string; readonly topic: string };

export async function readTopic({ brokers, topic }: Topic): Promise<readonly TopicRecord[]> {
  const kafka = connectTo(brokers);
  const missing = await endsOf(kafka, topic);
  const records: TopicRecord[] = [];
  if (missing.size === 0) return records;
  const consumer = await consume(kafka, topic, (record) => {
    records.push(record);
    if (record.offset + 1 >= (missing.get(record.partition) ?? 0)) missing.delete(record.partition);
  });
  try {
    await waitUntil(() => missing.size === 0 || undefined, { what: 'topic read', deadlineMs: 30_000 });
    return records;
  } finally {
    await consumer.disconnect();
  }
}

export type FollowedTopic = {
  /** Of one payment, as far as they have come in. */
  recordsOf(key: string): readonly TopicRecord[];
  stop(): Promise<void>;
};

export async function followTopic({ brokers, topic }: Topic): Promise<FollowedTopic> {
  const byKey = new Map<string, TopicRecord[]>();
  const consumer = await consume(connectTo(brokers), topic, (record) => {
    byKey.set(record.key, [...(byKey.get(record.key) ?? []), record]);
  });
  return {
    recordsOf: (key) => byKey.get(key) ?? [],
    stop: async () => await consumer.disconnect(),
  };
}

function connectTo(brokers: string): Kafka {
  return new Kafka({
    clientId: 'read-topic',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 500 },
  });
}

async function consume(kafka: Kafka, topic: string, hear: (record: TopicRecord) => void): Promise<Consumer> {
  const consumer = kafka.consumer({
    groupId: `read-topic-${randomUUID()}`,
    // Leaving waits for the fetch under way.
    maxWaitTimeInMs: 50,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => hear(toRecord(partition, Number(message.offset), message)),
  });
  return consumer;
}

/** The next offset of each partition that holds anything. */
async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    const ends = offsets.map(({ partition, high }) => [partition, Number(high)] as const);
    return new Map(ends.filter(([, high]) => high > 0));
  } finally {
    await admin.disconnect();
  }
}

type Message = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, unknown>>;
};

function toRecord(partition: number, offset: number, { key, value, headers = {} }: Message): TopicRecord {
  const named = Object.entries(headers).map(([name, content]) => [name, String(content)] as const);
  const byName = new Map(named);
  return {
    ...{ partition, offset },
    key: String(key),
    eventId: byName.get('ce_id') ?? '',
    type: byName.get('ce_type') ?? '',
    bytes: JSON.stringify([String(value), named]),
    data: JSON.parse(String(value)),
  };
}
