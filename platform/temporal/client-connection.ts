/**
 * How a client reaches Temporal. It must answer fast when the server is down, so it connects lazily and tries three
 * times within a fraction of a second (the SDK's default takes 17–22 s).
 */
import { Client, Connection, isRetryableError, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { TemporalConfig } from '../config/load-config.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
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

const CLIENT_ATTEMPTS = 3;
const CLIENT_RETRY_DELAY_MS = 50;
const CLIENT_CONNECT_TIMEOUT_MS = 1_000;
