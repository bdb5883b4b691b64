/** What the operators' tools need, loaded as that of the processes is (load-config.ts). */
import type { Secret } from '../../domain/secret.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type LogLevel, type TemporalConfig, temporalConfig, valuesOrThrow } from './load-config.ts';
import { type Environment, readVariables } from './read-variables.ts';

export type ReportConfig = { readonly databaseUrl: Secret };

export type RotateKeysConfig = {
  readonly logLevel: LogLevel;
  readonly databaseUrl: Secret;
  readonly keyRing: KeyRing;
};

export type OperatorConfig = {
  readonly databaseUrl: Secret;
  readonly temporal: TemporalConfig;
  readonly keyRing: KeyRing;
};

/** @throws ConfigError */
export function loadReportConfig(environment: Environment): ReportConfig {
  return { databaseUrl: valuesOrThrow(readVariables(environment, 'report')).DATABASE_URL };
}

/** @throws ConfigError */
export function loadOperatorConfig(environment: Environment): OperatorConfig {
  const values = valuesOrThrow(readVariables(environment, 'operator'));
  return {
    databaseUrl: values.DATABASE_URL,
    temporal: temporalConfig(values),
    keyRing: values.ENCRYPTION_KEYS,
  };
}

/** @throws ConfigError */
export function loadRotateKeysConfig(environment: Environment): RotateKeysConfig {
  const values = valuesOrThrow(readVariables(environment, 'rotate-keys'));
  return {
    logLevel: values.LOG_LEVEL,
    databaseUrl: values.DATABASE_URL,
    keyRing: values.ENCRYPTION_KEYS,
  };
}
