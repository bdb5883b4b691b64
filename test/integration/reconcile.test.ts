/** The reconciler on real parts: what nobody told us of is found, and put right by the payment itself, once. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { lastReport } from '../../db/stores/reconciliation-reports.ts';
import type { Provider } from '../../domain/providers.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  paymentStartOptions,
  paymentWorkflowId,
  RECONCILE_SCHEDULE_ID,
  SWEEP_SCHEDULE_ID,
} from '../../workflows/contract.ts';
import { type ApiClient, createPaid, order, payInWindow } from '../support/live.ts';
import { found, SOON, useReconciler } from '../support/reconciler.ts';
import { act, booksOf } from '../support/simulator.ts';

const { environment } = inject('live');
const books = useReconciler();
const reconcile = async (provider?: Provider) => await books().reconcile(provider);
const paymentOf = async (paymentId: string) => await books().paymentOf(paymentId);
const api: ApiClient = async (...request) => await books().api(...request);

async function expired() {
  const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order() })).body;
  await books().run(
    `update payment set expires_at = now() - interval '1 hour' where payment_id = ?`,
    paymentId,
  );
  // The open run wound its clock before: a new one reads the record.
  await books().client.workflow.getHandle(paymentWorkflowId(paymentId)).terminate('expired by a test');
  await books().client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
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
        const { searchAttributes } = await books()
          .client.workflow.getHandle(await latestRunId())
          .describe();
        return searchAttributes['PaymentAttention'];
      }, SOON)
      .toEqual(['RECONCILIATION']);
  });

  it('asks for a payment that is paid here and not listed there, and a person is called', async () => {
    const { paymentId } = (await api('POST', '/api/v1/payments', { body: order() })).body;
    // As if our books had been restored from another server's.
    await books().run(
      `update payment set status = 'PAID', version = version + 1, pg_transaction_id = ?, approved_at = now(),
         held_amount = amount, held_currency = currency where payment_id = ?`,
      `gone-${paymentId}`,
      paymentId,
    );
    const report = await reconcile();
    expect(found(report, paymentId)).toEqual([{ finding: 'MONEY_NOT_AT_GATEWAY', looked: true }]);
    expect(report.askedFor).toBeGreaterThan(0);
    await expect.poll(async () => await books().attentionOf(paymentId), SOON).toBe('GATEWAY_CONTRADICTS');
  });

  it('tells of an open workflow whose payment no row has', async () => {
    const paymentId = `pay_${randomUUID().replaceAll('-', '')}`;
    const handle = await books().client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
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

describe('a payment that has lost its workflow', () => {
  it('gets one when the sweep has not seen to it', async () => {
    const sweep = books().client.schedule.getHandle(SWEEP_SCHEDULE_ID);
    await sweep.pause('by a test');
    const { paymentId } = (await api('POST', '/api/v1/payments', { body: order() })).body;
    await books().client.workflow.getHandle(paymentWorkflowId(paymentId)).terminate('lost by a test');
    await books().run(
      `update payment set expires_at = now() - interval '1 hour', updated_at = now() - interval '1 hour' where payment_id = ?`,
      paymentId,
    );
    expect(found(await reconcile(), paymentId)).toEqual([{ finding: 'ROW_WITHOUT_WORKFLOW', looked: true }]);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('EXPIRED');
    expect(found(await reconcile(), paymentId)).toEqual([]);
    await sweep.unpause();
  });
});

describe('what operators have of it', () => {
  it('is the last report of each gateway as JSON', async () => {
    const report = await reconcile('TOSS');
    const printed = await runOwn('db/print-reconciliation.ts');
    expect(JSON.parse(printed)).toEqual([
      await lastReport(books().database, 'PORTONE'),
      await lastReport(books().database, 'TOSS'),
    ]);
    expect(printed).toContain(report.windowFrom.slice(0, 10));
  });

  it('is its interval, which provisioning takes from the configuration, paused or not', async () => {
    const schedule = books().client.schedule.getHandle(RECONCILE_SCHEDULE_ID);
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
  const { info } = await books().client.schedule.getHandle(RECONCILE_SCHEDULE_ID).describe();
  const last = info.recentActions.at(-1)?.action;
  if (last === undefined) throw new Error('the schedule has started nothing');
  return last.workflow.workflowId;
}
