/** The reconciler on real parts: what nobody told us of is found, and put right by the payment itself, once. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { lastReport } from '../../db/stores/reconciliation-reports.ts';
import type { ReconciliationReport } from '../../domain/reconciliation-report.ts';
import { Secret } from '../../domain/secret.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  paymentStartOptions,
  paymentWorkflowId,
  RECONCILE_SCHEDULE_ID,
} from '../../workflows/contract.ts';
import { type ApiClient, apiClient, createPaid, liveKeyRing, order, payInWindow } from '../support/live.ts';
import { act, booksOf } from '../support/simulator.ts';

const SOON = { timeout: 45_000, interval: 100 };
const { environment } = inject('live');

let api: ApiClient;
let client: Client;
let database: Database;

beforeAll(async () => {
  api = await apiClient();
  client = connectTemporalClient({
    temporal: { address: environment['TEMPORAL_ADDRESS'] ?? '', namespace: 'default' },
    keyRing: parseKeyRing(environment['ENCRYPTION_KEYS'] ?? ''),
  });
  database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await client.connection.close();
});

/** Runs the schedule once; answers the report of a window that ends after this call began. */
async function reconcile(): Promise<ReconciliationReport> {
  const beganAt = new Date().toISOString();
  await client.schedule.getHandle(RECONCILE_SCHEDULE_ID).trigger('BUFFER_ONE');
  return await waitUntil(
    async () => {
      const report = await lastReport(database, 'PORTONE');
      return report !== null && report.windowUntil >= beganAt ? report : undefined;
    },
    { what: 'a report', deadlineMs: SOON.timeout, everyMs: SOON.interval },
  );
}

const found = ({ items }: ReconciliationReport, paymentId: string) =>
  items.filter((item) => item.paymentId === paymentId).map(({ finding, looked }) => ({ finding, looked }));

async function paymentOf(paymentId: string) {
  return (await api('GET', `/api/v1/payments/${paymentId}`)).body;
}

async function run(sql: string, ...values: readonly unknown[]) {
  await database.em
    .fork()
    .getConnection()
    .execute(sql, [...values]);
}

async function attentionOf(paymentId: string) {
  return (await createPaymentReader({ database, keyRing: liveKeyRing() }).findById(paymentId))?.attention;
}

async function expired() {
  const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order() })).body;
  await run(`update payment set expires_at = now() - interval '1 hour' where payment_id = ?`, paymentId);
  // The open run wound its clock before: a new one reads the record.
  await client.workflow.getHandle(paymentWorkflowId(paymentId)).terminate('expired by a test');
  await client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
    ...paymentStartOptions({ ...order(), paymentId, provider: 'PORTONE', method: { type: 'CARD' } }),
    args: [{ paymentId, resume: true }],
  });
  await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('EXPIRED');
  return { paymentId, checkout };
}

describe('the reconciler', () => {
  it('pays what was paid in the window, when the webhook is lost and the browser never comes back', async () => {
    const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order() })).body;
    await payInWindow(checkout.url);
    expect((await paymentOf(paymentId)).status).toBe('READY');
    const report = await reconcile();
    expect(found(report, paymentId)).toEqual([{ finding: 'MONEY_NOT_RECORDED', looked: true }]);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('PAID');
    expect(found(await reconcile(), paymentId)).toEqual([]);
  });

  it('has money given back that came after the payment had expired', async () => {
    const { paymentId, checkout } = await expired();
    await payInWindow(checkout.url);
    expect(found(await reconcile(), paymentId)).toEqual([{ finding: 'LATE_MONEY', looked: true }]);
    await expect.poll(async () => (await booksOf(paymentId)).held, SOON).toBe(0);
    await expect
      .poll(async () => (await paymentOf(paymentId)).cancellations, SOON)
      .toMatchObject([{ origin: 'LATE_MONEY', status: 'SUCCEEDED', amount: 10_000 }]);
    expect((await paymentOf(paymentId)).status).toBe('EXPIRED');
    expect(found(await reconcile(), paymentId)).toEqual([]);
  });

  it('records what was cancelled at the console', async () => {
    const { paymentId } = await createPaid(api);
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE', amount: 4_000 });
    expect(found(await reconcile(), paymentId)).toEqual([
      { finding: 'CANCELLATION_NOT_RECORDED', looked: true },
    ]);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('PARTIALLY_CANCELLED');
    expect((await paymentOf(paymentId)).cancellations).toMatchObject([{ origin: 'EXTERNAL', amount: 4_000 }]);
    expect(found(await reconcile(), paymentId)).toEqual([]);
  });

  it('tells of money under an id of our form that no row has, and touches nothing', async () => {
    const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order() })).body;
    const strange = `pay_${randomUUID().replaceAll('-', '')}`;
    await payInWindow(checkout.url.replaceAll(paymentId, strange));
    const report = await reconcile();
    expect(found(report, strange)).toEqual([{ finding: 'MONEY_WITHOUT_ROW', looked: false }]);
    expect(report.items.find((item) => item.paymentId === strange)).toMatchObject({
      here: null,
      there: { kind: 'approved', total: 10_000, cancelled: 0 },
    });
    expect(await booksOf(strange)).toMatchObject({ held: 10_000 });
    await expect
      .poll(async () => {
        const { searchAttributes } = await client.workflow.getHandle(await latestRunId()).describe();
        return searchAttributes['PaymentAttention'];
      }, SOON)
      .toEqual(['RECONCILIATION']);
  });

  it('asks for a payment that is paid here and not listed there, and a person is called', async () => {
    const { paymentId } = (await api('POST', '/api/v1/payments', { body: order() })).body;
    // As if our books had been restored from another server's.
    await run(
      `update payment set status = 'PAID', version = version + 1, pg_transaction_id = ?, approved_at = now(),
         held_amount = amount, held_currency = currency where payment_id = ?`,
      `gone-${paymentId}`,
      paymentId,
    );
    const report = await reconcile();
    expect(found(report, paymentId)).toEqual([{ finding: 'MONEY_NOT_AT_GATEWAY', looked: true }]);
    expect(report.askedFor).toBeGreaterThan(0);
    await expect.poll(async () => await attentionOf(paymentId), SOON).toBe('GATEWAY_CONTRADICTS');
  });

  it('tells of an open workflow whose payment no row has', async () => {
    const paymentId = `pay_${randomUUID().replaceAll('-', '')}`;
    const handle = await client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
      ...paymentStartOptions({ ...order(), paymentId, provider: 'PORTONE', method: { type: 'CARD' } }),
      // No worker takes it, so it stays open.
      taskQueue: 'nobody',
      args: [{ paymentId, resume: true }],
    });
    await expect
      .poll(async () => found(await reconcile(), paymentId), SOON)
      .toEqual([{ finding: 'WORKFLOW_WITHOUT_ROW', looked: false }]);
    await handle.terminate();
  });

  it('finds nothing where there is nothing', async () => {
    const { paymentId, completed } = await createPaid(api);
    const declined = (await api('POST', '/api/v1/payments', { body: order() })).body;
    await payInWindow(declined.checkout.url, '4000000000000002');
    const report = await reconcile();
    expect(completed.status).toBe(200);
    expect(report.listed).toBeGreaterThan(1);
    for (const quiet of [paymentId, declined.paymentId]) expect(found(report, quiet)).toEqual([]);
  });
});

describe('what operators have of it', () => {
  it('is the last report of each gateway as JSON', async () => {
    const report = await reconcile();
    const printed = await runOwn('db/print-reconciliation.ts');
    expect(JSON.parse(printed)).toEqual([await lastReport(database, 'PORTONE')]);
    expect(printed).toContain(report.windowFrom.slice(0, 10));
  });

  it('is its interval, which provisioning takes from the configuration, paused or not', async () => {
    const schedule = client.schedule.getHandle(RECONCILE_SCHEDULE_ID);
    await schedule.pause('by an operator');
    await runOwn('worker/provision.ts', { RECONCILE_INTERVAL_SECONDS: '7200' });
    const { spec, state, policies } = await schedule.describe();
    expect(spec.intervals).toMatchObject([{ every: 7_200_000 }]);
    expect([state.paused, policies.overlap]).toEqual([true, 'SKIP']);
    await schedule.unpause();
    await runOwn('worker/provision.ts');
  });
});

async function runOwn(script: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', script);
  const { stdout } = await promisify(execFile)(process.execPath, [path], {
    env: { ...environment, ...more },
  });
  return stdout;
}

/** Of the schedule's runs the one that ended last. */
async function latestRunId(): Promise<string> {
  const { info } = await client.schedule.getHandle(RECONCILE_SCHEDULE_ID).describe();
  const last = info.recentActions.at(-1)?.action;
  if (last === undefined) throw new Error('the schedule has started nothing');
  return last.workflow.workflowId;
}
