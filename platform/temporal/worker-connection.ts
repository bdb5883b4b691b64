/** How a worker reaches Temporal: it has nothing else to do than to wait for its server. */
import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection, TransportError } from '@temporalio/worker';
import type { TemporalConfig } from '../config/load-config.ts';
import type { Logger } from '../logger.ts';

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

const WORKER_RETRY_DELAY_MS = 1_000;
const WORKER_DEADLINE_MS = 60_000;
