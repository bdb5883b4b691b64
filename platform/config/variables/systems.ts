/** The systems that payments are kept in and told to, and the keys that keep them unreadable there. */
import * as is from '../schemas.ts';
import type { Variable } from '../variable.ts';

const SERVERS = ['api', 'worker', 'codec'] as const;
const TEMPORAL_USERS = ['api', 'worker', 'provision', 'operator'] as const;

export const SYSTEM_VARIABLES = {
  DATABASE_URL: {
    section: 'Database',
    usedBy: ['api', 'worker', 'migrate', 'rotate-keys', 'report', 'operator'],
    schema: is.postgresUrl,
    example: 'postgres://payments:password@db.example.com:5432/payments',
    description: 'The PostgreSQL database.',
    isSecret: true,
  },
  DATABASE_POOL_SIZE: {
    section: 'Database',
    usedBy: ['api', 'worker'],
    schema: is.wholeNumber(1, 500),
    byDefault: '10',
    example: '10',
    description: 'Connections that one process opens at most.',
  },
  TEMPORAL_ADDRESS: {
    section: 'Temporal',
    usedBy: TEMPORAL_USERS,
    schema: is.hostAndPort,
    byDefault: '127.0.0.1:7233',
    example: 'temporal.example.com:7233',
    description: "Temporal's gRPC frontend.",
  },
  TEMPORAL_NAMESPACE: {
    section: 'Temporal',
    usedBy: TEMPORAL_USERS,
    schema: is.text,
    byDefault: 'default',
    example: 'payments',
    description: 'The namespace that the payments run in.',
  },
  WORKFLOW_BUNDLE: {
    section: 'Temporal',
    usedBy: ['worker'],
    schema: is.text.optional(),
    example: '/app/workflow-bundle.js',
    description:
      'The workflows in one file, made by `npm run bundle -- <file>` in the folder that runs them; a worker does not start with one of another version. The image has it. Without it a worker makes its own at each start, which takes seconds and memory.',
  },
  KAFKA_BROKERS: {
    section: 'Kafka',
    usedBy: ['worker', 'provision'],
    schema: is.hostAndPortList,
    byDefault: '127.0.0.1:9092',
    example: 'kafka-1.example.com:9092,kafka-2.example.com:9092',
    description: 'The first brokers to ask.',
  },
  KAFKA_TOPIC: {
    section: 'Kafka',
    usedBy: ['worker', 'provision'],
    schema: is.text,
    byDefault: 'payment.events.v1',
    example: 'payment.events.v1',
    description: 'The topic that events are published to.',
  },
  KAFKA_TOPIC_PARTITIONS: {
    section: 'Kafka',
    usedBy: ['provision'],
    schema: is.wholeNumber(1, 1_000),
    byDefault: '3',
    example: '12',
    description:
      'Partitions of the topic when it is created. Later changes move payments between partitions.',
  },
  KAFKA_TOPIC_REPLICATION: {
    section: 'Kafka',
    usedBy: ['provision'],
    schema: is.wholeNumber(1, 10),
    byDefault: '1',
    example: '3',
    description: 'Copies of each partition when the topic is created: 1 suits one broker only.',
  },
  ENCRYPTION_KEYS: {
    section: 'Encryption',
    usedBy: [...SERVERS, 'rotate-keys', 'operator'],
    schema: is.keyRing,
    example: '2026-11:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    description:
      'Keys for personal data in the database and for everything in Temporal: `id:base64 of 32 bytes`, separated by commas. The first encrypts, all decrypt. Make one by `openssl rand -base64 32`.',
    isSecret: true,
  },
} as const satisfies Readonly<Record<string, Variable>>;
