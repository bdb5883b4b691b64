/**
 * One loader per process: it needs only what that process uses, and throws a `ConfigError` with every fault.
 * Nothing but this folder reads the environment.
 */
import type { GatewayRoutes } from '../../domain/providers.ts';
import type { Secret } from '../../domain/secret.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { ConfigError } from './config-error.ts';
import { type GatewayConfigs, readGatewayConfigs } from './gateway-configs.ts';
import { type Environment, type Reading, readVariables } from './read-variables.ts';
import type { ValuesOf } from './variables.ts';

export type LogLevel = ValuesOf<'api'>['LOG_LEVEL'];

export type TemporalConfig = { readonly address: string; readonly namespace: string };

export type DatabaseConfig = { readonly url: Secret; readonly poolSize: number };

export type KafkaConfig = { readonly brokers: readonly string[]; readonly topic: string };

export type AuthConfig = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly tokenType: 'at+jwt' | 'JWT';
};

/** What `createLogger` and `onShutdown` need in every server. */
export type ServerConfig = {
  readonly logLevel: LogLevel;
  readonly shutdownGraceMs: number;
};

export type ApiConfig = ServerConfig & {
  readonly host: string;
  readonly port: number;
  readonly bodyLimitBytes: number;
  readonly maxInFlightRequests: number;
  readonly shutdownDrainMs: number;
  readonly rateLimitPerMinute: number;
  readonly auth: AuthConfig;
  readonly database: DatabaseConfig;
  readonly temporal: TemporalConfig;
  readonly keyRing: KeyRing;
  readonly gatewayRoutes: GatewayRoutes;
  /** None: PortOne's webhooks are not taken. */
  readonly portOneWebhookSecrets: readonly Secret[];
  readonly tossWebhooks: boolean;
  /** How many looks at one gateway its unsigned webhooks may cost. */
  readonly webhookLooksPerMinute: number;
};

export type WorkerConfig = ServerConfig & {
  readonly database: DatabaseConfig;
  readonly temporal: TemporalConfig;
  readonly kafka: KafkaConfig;
  readonly keyRing: KeyRing;
  readonly gatewayRoutes: GatewayRoutes;
  readonly gateways: GatewayConfigs;
  readonly paymentExpiresAfterMs: number;
  readonly attentionAfterMs: number;
  /** Null: no metrics are served. */
  readonly metricsAddress: string | null;
  /** Null: the worker bundles its workflows itself. */
  readonly workflowBundle: string | null;
  readonly reconciliation: { readonly overlapMs: number; readonly settlingMs: number };
};

export type CodecConfig = ServerConfig & {
  readonly host: string;
  readonly port: number;
  readonly allowedOrigins: readonly string[];
  readonly access: { readonly kind: 'loopback' } | { readonly kind: 'token'; readonly auth: AuthConfig };
  readonly keyRing: KeyRing;
};

export type MigrateConfig = { readonly logLevel: LogLevel; readonly databaseUrl: Secret };

export type ProvisionConfig = {
  readonly logLevel: LogLevel;
  readonly reconcileIntervalMs: number;
  readonly temporal: TemporalConfig;
  readonly kafka: KafkaConfig & { readonly partitions: number; readonly replication: number };
};

/** @throws ConfigError */
export function loadApiConfig(environment: Environment): ApiConfig {
  const values = valuesOrThrow(readVariables(environment, 'api'));
  return {
    ...serverConfig(values),
    host: values.API_HOST,
    port: values.API_PORT,
    bodyLimitBytes: values.HTTP_BODY_LIMIT_BYTES,
    maxInFlightRequests: values.MAX_IN_FLIGHT_REQUESTS,
    shutdownDrainMs: values.SHUTDOWN_DRAIN_SECONDS * 1_000,
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    auth: authConfig(values),
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    temporal: temporalConfig(values),
    keyRing: values.ENCRYPTION_KEYS,
    gatewayRoutes: values.GATEWAY_ROUTES,
    portOneWebhookSecrets: values.PORTONE_WEBHOOK_SECRETS ?? [],
    tossWebhooks: values.TOSS_WEBHOOKS ?? Object.values(values.GATEWAY_ROUTES).includes('TOSS'),
    webhookLooksPerMinute: values.WEBHOOK_LOOKS_PER_MINUTE,
  };
}

/** @throws ConfigError */
export function loadWorkerConfig(environment: Environment): WorkerConfig {
  const reading = readVariables(environment, 'worker');
  // Asked for beside, so that its faults are told in the same breath.
  const gateways = readGatewayConfigs(environment);
  const values = valuesOrThrow(reading, faultsOf(gateways));
  return {
    ...serverConfig(values),
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    temporal: temporalConfig(values),
    kafka: { brokers: values.KAFKA_BROKERS, topic: values.KAFKA_TOPIC },
    keyRing: values.ENCRYPTION_KEYS,
    gatewayRoutes: values.GATEWAY_ROUTES,
    gateways: valuesOrThrow(gateways),
    paymentExpiresAfterMs: values.PAYMENT_EXPIRES_AFTER_SECONDS * 1_000,
    attentionAfterMs: values.ATTENTION_AFTER_SECONDS * 1_000,
    metricsAddress: values.METRICS_ADDRESS ?? null,
    workflowBundle: values.WORKFLOW_BUNDLE ?? null,
    reconciliation: {
      overlapMs: values.RECONCILE_OVERLAP_SECONDS * 1_000,
      settlingMs: values.RECONCILE_SETTLING_SECONDS * 1_000,
    },
  };
}

/** @throws ConfigError, also for a server that anybody on the network could ask without a token. */
export function loadCodecConfig(environment: Environment): CodecConfig {
  const reading = readVariables(environment, 'codec');
  // Asked for beside, so that its faults are told in the same breath.
  const auth =
    environment['CODEC_ACCESS']?.trim() === 'token' ? readVariables(environment, 'codec-token') : null;
  const values = valuesOrThrow(reading, auth === null ? [] : faultsOf(auth));
  if (auth === null && !isLoopback(values.CODEC_HOST)) {
    throw new ConfigError([
      `CODEC_HOST is "${values.CODEC_HOST}", where others could read every payment: set CODEC_ACCESS=token, or listen on this machine only. Example: CODEC_HOST=127.0.0.1`,
    ]);
  }
  return {
    ...serverConfig(values),
    host: values.CODEC_HOST,
    port: values.CODEC_PORT,
    allowedOrigins: values.CODEC_ALLOWED_ORIGIN,
    access: auth === null ? { kind: 'loopback' } : { kind: 'token', auth: authConfig(valuesOrThrow(auth)) },
    keyRing: values.ENCRYPTION_KEYS,
  };
}

/** @throws ConfigError */
export function loadMigrateConfig(environment: Environment): MigrateConfig {
  const values = valuesOrThrow(readVariables(environment, 'migrate'));
  return { logLevel: values.LOG_LEVEL, databaseUrl: values.DATABASE_URL };
}

/** @throws ConfigError */
export function loadProvisionConfig(environment: Environment): ProvisionConfig {
  const values = valuesOrThrow(readVariables(environment, 'provision'));
  return {
    reconcileIntervalMs: values.RECONCILE_INTERVAL_SECONDS * 1_000,
    logLevel: values.LOG_LEVEL,
    temporal: temporalConfig(values),
    kafka: {
      brokers: values.KAFKA_BROKERS,
      topic: values.KAFKA_TOPIC,
      partitions: values.KAFKA_TOPIC_PARTITIONS,
      replication: values.KAFKA_TOPIC_REPLICATION,
    },
  };
}

/** @throws ConfigError with its faults and these. */
export function valuesOrThrow<Values>(
  reading: Reading<Values>,
  furtherFaults: readonly string[] = [],
): Values {
  if ('faults' in reading) throw new ConfigError([...reading.faults, ...furtherFaults]);
  if (furtherFaults.length > 0) throw new ConfigError(furtherFaults);
  return reading.values;
}

function faultsOf(reading: Reading<unknown>): readonly string[] {
  return 'faults' in reading ? reading.faults : [];
}

function serverConfig(values: Pick<ValuesOf<'api'>, 'LOG_LEVEL' | 'SHUTDOWN_GRACE_SECONDS'>): ServerConfig {
  return {
    logLevel: values.LOG_LEVEL,
    shutdownGraceMs: values.SHUTDOWN_GRACE_SECONDS * 1_000,
  };
}

export function temporalConfig(
  values: Pick<ValuesOf<'api'>, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>,
): TemporalConfig {
  return { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE };
}

function authConfig(
  values: Pick<ValuesOf<'api'>, 'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'AUTH_JWKS_URL' | 'AUTH_TOKEN_TYPE'>,
): AuthConfig {
  return {
    issuer: values.AUTH_ISSUER,
    audience: values.AUTH_AUDIENCE,
    jwksUrl: values.AUTH_JWKS_URL,
    tokenType: values.AUTH_TOKEN_TYPE,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
