/** The one place where MikroORM is set up: for the processes, the migrations and the tests alike. */
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Secret } from '../domain/secret.ts';
import { CancellationEntity } from './entities/cancellation.ts';
import { OperatorActionEntity } from './entities/operator-action.ts';
import { OutboxEventEntity } from './entities/outbox-event.ts';
import { PaymentEntity } from './entities/payment.ts';
import { ReconciliationReportEntity } from './entities/reconciliation-report.ts';
import { TransitionEntity } from './entities/transition.ts';
import { WebhookDeliveryEntity } from './entities/webhook-delivery.ts';
import { freeLostConnections } from './free-lost-connections.ts';

export type DatabaseConfig = {
  readonly url: Secret;
  /** Connections held at most by this process. */
  readonly poolSize: number;
  /** How long one statement may take. */
  readonly statementTimeoutMs?: number | undefined;
};

export type Database = MikroORM;

/** Connects lazily: a database that is down is found out by the first query, in at most `connectTimeoutMs`. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const { url, poolSize, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = config;
  return await MikroORM.init({
    clientUrl: url.reveal(),
    entities: [
      PaymentEntity,
      CancellationEntity,
      TransitionEntity,
      OutboxEventEntity,
      OperatorActionEntity,
      WebhookDeliveryEntity,
      ReconciliationReportEntity,
    ],
    extensions: [Migrator],
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize },
    driverOptions: {
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 1_000,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      keepAlive: true,
      onPoolCreated: (pool: Parameters<typeof freeLostConnections>[0]) =>
        freeLostConnections(pool, TRANSACTION_STATEMENTS * statementTimeoutMs),
    },
    migrations: {
      path: fileURLToPath(new URL('./migrations', import.meta.url)),
      snapshotName: '.snapshot',
      emit: 'ts',
      silent: true,
      transactional: true,
      allOrNothing: true,
    },
  });
}

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** More than any transaction here has. */
const TRANSACTION_STATEMENTS = 20;
