/**
 * How processes reach Temporal. A client must answer fast when the server is down, so it connects lazily and
 * tries three times within a fraction of a second (the SDK's default takes 17–22 s); a worker has nothing else to do
 * than to wait for its server.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, isRetryableError, makeGrpcRetryInterceptor } from '@temporalio/client';
import { NativeConnection, TransportError } from '@temporalio/worker';
import type { TemporalConfig } from '../config/load-config.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Logger } from '../logger.ts';
import { createDataConverter } from './data-converter.ts';

export type TemporalClientOptions = { readonly temporal: TemporalConfig; readonly keyRing: KeyRing };

/**
 * No call is made yet. Give each request a deadline (`client.connection.withDeadline`); close by
 * `client.connection.close()`.
 */
export function connectTemporalClient({ temporal, keyRing }: TemporalClientOptions): Client {
  const connection = Connection.lazy({
    address: temporal.address,
    connectTimeout: CLIENT_CONNECT_TIMEOUT_MS,
    interceptors: [
      makeGrpcRetryInterceptor({
        delayFunction: () => CLIENT_RETRY_DELAY_MS,
        retryableDecider: (attempt, status) => attempt < CLIENT_ATTEMPTS && isRetryableError(status),
      }),
    ],
  });
  return new Client({
    connection,
    namespace: temporal.namespace,
    dataConverter: createDataConverter(keyRing),
  });
}

export type TemporalWorkerOptions = {
  readonly temporal: TemporalConfig;
  readonly logger: Logger;
  /** How long to wait for the server before giving up. */
  readonly deadlineMs?: number;
};

/** @throws TransportError when the server is not there by the deadline. */
export async function connectTemporalWorker({
  temporal: { address },
  logger,
  deadlineMs = WORKER_DEADLINE_MS,
}: TemporalWorkerOptions): Promise<NativeConnection> {
  const giveUpAt = Date.now() + deadlineMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const connection = await NativeConnection.connect({ address });
      logger.info({ temporal: address, attempt }, 'connected to Temporal');
      return connection;
    } catch (error) {
      if (!(error instanceof TransportError) || Date.now() + WORKER_RETRY_DELAY_MS > giveUpAt) throw error;
      logger.warn({ temporal: address, attempt, giveUpInMs: giveUpAt - Date.now() }, 'waiting for Temporal');
      await delay(WORKER_RETRY_DELAY_MS);
    }
  }
}

const CLIENT_ATTEMPTS = 3;
const CLIENT_RETRY_DELAY_MS = 50;
const CLIENT_CONNECT_TIMEOUT_MS = 1_000;
const WORKER_RETRY_DELAY_MS = 1_000;
const WORKER_DEADLINE_MS = 60_000;
