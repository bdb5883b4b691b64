/** The reconciler of the live stack, run on demand, with our books open on the desk. */
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { lastReport } from '../../db/stores/reconciliation-reports.ts';
import type { Provider } from '../../domain/providers.ts';
import type { ReconciliationReport } from '../../domain/reconciliation-report.ts';
import { Secret } from '../../domain/secret.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import { RECONCILE_SCHEDULE_ID } from '../../workflows/contract.ts';
import { type ApiClient, apiClient, liveKeyRing } from './live.ts';

export const SOON = { timeout: 45_000, interval: 100 };

export type ReconcilerUnderTest = {
  readonly api: ApiClient;
  readonly client: Client;
  readonly database: Database;
  /** Runs the schedule once; answers the gateway's report of a window that ends after this call began. */
  readonly reconcile: (provider?: Provider) => Promise<ReconciliationReport>;
  readonly paymentOf: (paymentId: string) => Promise<Awaited<ReturnType<ApiClient>>['body']>;
  readonly attentionOf: (paymentId: string) => Promise<string | null | undefined>;
  /** Changes our books behind everybody's back. */
  readonly run: (sql: string, ...values: readonly unknown[]) => Promise<void>;
};

/** Registers the hooks of the test file that calls it. */
export function useReconciler(): () => ReconcilerUnderTest {
  let opened: ReconcilerUnderTest | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.database.close();
    await opened?.client.connection.close();
  });
  return () => {
    if (opened === undefined) throw new Error('not opened yet');
    return opened;
  };
}

/** What was found about this payment. */
export function found({ items }: ReconciliationReport, paymentId: string) {
  return items
    .filter((item) => item.paymentId === paymentId)
    .map(({ finding, looked }) => ({ finding, looked }));
}

async function open(): Promise<ReconcilerUnderTest> {
  const { environment } = inject('live');
  const api = await apiClient();
  const client = connectTemporalClient({
    temporal: { address: environment['TEMPORAL_ADDRESS'] ?? '', namespace: 'default' },
    keyRing: liveKeyRing(),
  });
  const database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 2 });
  return {
    ...{ api, client, database },
    reconcile: async (provider = 'PORTONE') => {
      const beganAt = new Date().toISOString();
      await client.schedule.getHandle(RECONCILE_SCHEDULE_ID).trigger('BUFFER_ONE');
      return await waitUntil(
        async () => {
          const report = await lastReport(database, provider);
          return report !== null && report.windowUntil >= beganAt ? report : undefined;
        },
        { what: `a report of ${provider}`, deadlineMs: SOON.timeout, everyMs: SOON.interval },
      );
    },
    paymentOf: async (paymentId) => (await api('GET', `/api/v1/payments/${paymentId}`)).body,
    attentionOf: async (paymentId) =>
      (await createPaymentReader({ database, keyRing: liveKeyRing() }).findById(paymentId))?.attention,
    run: async (sql, ...values) => {
      await database.em
        .fork()
        .getConnection()
        .execute(sql, [...values]);
    },
  };
}
