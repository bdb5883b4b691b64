/**
 * Every environment variable this server knows: the loaders read by this table, and the configuration page is
 * printed from it. A variable without `byDefault` must be set, unless its schema takes `undefined`.
 */
import type { z } from 'zod';
import * as is from './schemas.ts';

/** Who reads a variable. `codec-token`: the codec server where `CODEC_ACCESS=token`. */
export const PROCESSES = ['api', 'worker', 'codec', 'codec-token', 'migrate', 'provision'] as const;
export type Process = (typeof PROCESSES)[number];

export type Variable = {
  readonly section: string;
  readonly usedBy: readonly Process[];
  readonly schema: z.ZodType<unknown, string | undefined>;
  readonly byDefault?: string;
  readonly example: string;
  readonly description: string;
  /** Its value is never repeated in a fault. */
  readonly isSecret?: true;
};

const EVERY = ['api', 'worker', 'codec', 'migrate', 'provision'] as const;
const SERVERS = ['api', 'worker', 'codec'] as const;
const TEMPORAL_USERS = ['api', 'worker', 'provision'] as const;
const TOKEN_CHECKERS = ['api', 'codec-token'] as const;

export const VARIABLES = {
  API_HOST: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.text,
    byDefault: '127.0.0.1',
    example: '0.0.0.0',
    description: 'Address the API listens on.',
  },
  API_PORT: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.port,
    byDefault: '3000',
    example: '3000',
    description: 'Port the API listens on.',
  },
  HTTP_BODY_LIMIT_BYTES: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1_024, 1_048_576),
    byDefault: '65536',
    example: '65536',
    description: 'A longer request body is refused with 413.',
  },
  RATE_LIMIT_PER_MINUTE: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1, 1_000_000),
    byDefault: '600',
    example: '600',
    description: 'Requests that one user may send in a minute; further ones get 429.',
  },
  AUTH_ISSUER: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.issuerUrl,
    example: 'https://id.example.com/',
    description: 'The `iss` that a token must carry, letter by letter.',
  },
  AUTH_AUDIENCE: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.text,
    example: 'payments',
    description: 'The `aud` that a token must carry.',
  },
  AUTH_JWKS_URL: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.httpUrl,
    example: 'https://id.example.com/.well-known/jwks.json',
    description: "Where the issuer's public keys are.",
  },
  AUTH_TOKEN_TYPE: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.oneOf(['at+jwt', 'JWT']),
    byDefault: 'at+jwt',
    example: 'JWT',
    description:
      'The `typ` in the header of a token: RFC 9068 access tokens say `at+jwt`, many issuers say `JWT`.',
  },
  DATABASE_URL: {
    section: 'Database',
    usedBy: ['api', 'worker', 'migrate'],
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
    usedBy: SERVERS,
    schema: is.keyRing,
    example: '2026-11:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    description:
      'Keys for personal data in the database and for everything in Temporal: `id:base64 of 32 bytes`, separated by commas. The first encrypts, all decrypt. Make one by `openssl rand -base64 32`.',
    isSecret: true,
  },
  GATEWAY_ROUTES: {
    section: 'Payment gateways',
    usedBy: ['api', 'worker'],
    schema: is.gatewayRoutes,
    byDefault: 'CARD=PORTONE,TRANSFER=PORTONE,EASY_PAY=PORTONE',
    example: 'CARD=PORTONE,EASY_PAY=PORTONE',
    description: 'Which gateway serves which payment method; a method without one is refused.',
  },
  PAYMENT_EXPIRES_AFTER_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['worker'],
    schema: is.wholeNumber(1, 2_592_000),
    byDefault: '1800',
    example: '1800',
    description: 'A payment that nobody paid by then expires.',
  },
  PORTONE_API_URL: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.httpUrl,
    byDefault: 'https://api.portone.io',
    example: 'https://api.portone.io',
    description: "PortOne's V2 API.",
  },
  PORTONE_API_SECRET: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.secretText,
    example: 'the V2 API secret of the PortOne console',
    description: 'V2 API secret.',
    isSecret: true,
  },
  PORTONE_STORE_ID: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.text,
    example: 'store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec',
    description: 'The store: money of another store is not ours.',
  },
  PORTONE_CHANNEL_KEY: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.text,
    example: 'channel-key-893597d6-e62d-410f-83f9-119f530b4b11',
    description: 'The channel that payments are asked for on.',
  },
  PORTONE_CHANNEL_TYPE: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.oneOf(['LIVE', 'TEST']),
    example: 'LIVE',
    description: 'What kind of channel that is: with LIVE, test money never pays a payment.',
  },
  PORTONE_CHECKOUT_URL: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.httpUrl.optional(),
    example: 'https://pay.example.com/checkout',
    description:
      "Base URL of a hosted payment window. Without it clients open the gateway's own by its browser SDK.",
  },
  PORTONE_QUOTE_IDEMPOTENCY_KEY: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.yesOrNo,
    byDefault: 'false',
    example: 'true',
    description: 'Send the Idempotency-Key header as a quoted string.',
  },
  PORTONE_READ_TIMEOUT_MS: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.wholeNumber(50, 30_000),
    byDefault: '500',
    example: '500',
    description: 'How long the first, quick asking may take; the durable one that follows waits longer.',
  },
  PORTONE_CANCEL_TIMEOUT_MS: {
    section: 'PortOne',
    usedBy: ['worker'],
    schema: is.wholeNumber(1_000, 60_000),
    byDefault: '60000',
    example: '60000',
    description: 'How long a cancellation may take before its outcome counts as unknown.',
  },
  CODEC_HOST: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.text,
    byDefault: '127.0.0.1',
    example: '127.0.0.1',
    description: 'Address the codec server listens on; it shows everything in clear, so mind `CODEC_ACCESS`.',
  },
  CODEC_PORT: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.port,
    byDefault: '4002',
    example: '4002',
    description: 'Port the codec server listens on.',
  },
  CODEC_ALLOWED_ORIGIN: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.origins,
    byDefault: 'http://localhost:8233,http://127.0.0.1:8233',
    example: 'https://temporal.example.com',
    description: 'Origins of the Temporal Web UI that may ask from a browser.',
  },
  CODEC_ACCESS: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.oneOf(['loopback', 'token']),
    byDefault: 'loopback',
    example: 'token',
    description:
      'Who may ask: anybody on this machine, or whoever brings a token with the scope `payments:operate` (then the `AUTH_…` variables are needed).',
  },
  LOG_LEVEL: {
    section: 'Every process',
    usedBy: EVERY,
    schema: is.oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
    byDefault: 'info',
    example: 'debug',
    description: 'The least important lines that are logged.',
  },
  SHUTDOWN_GRACE_SECONDS: {
    section: 'Every process',
    usedBy: SERVERS,
    schema: is.wholeNumber(1, 300),
    byDefault: '10',
    example: '30',
    description: 'How long what is running may take to finish after SIGTERM.',
  },
  SANDBOX_PARENT: {
    section: 'Every process',
    usedBy: SERVERS,
    schema: is.oneOf(['stdin']).optional(),
    example: 'stdin',
    description:
      'Set by the sandbox: stop when standard input ends, since whoever started this process is gone.',
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;

/** The values that one process reads, parsed. */
export type ValuesOf<P extends Process> = {
  readonly [Name in VariableName as P extends (typeof VARIABLES)[Name]['usedBy'][number]
    ? Name
    : never]: z.output<(typeof VARIABLES)[Name]['schema']>;
};
