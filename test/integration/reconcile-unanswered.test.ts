/** The reconciler on the real database, with a payment whose workflow does not answer when it is made to look. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { compareWindow } from '../../activities/reconcile/compare-window.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import type { ReconciliationReport } from '../../domain/reconciliation-report.ts';
import { Secret } from '../../domain/secret.ts';
import { apiClient, liveKeyRing, order } from '../support/live.ts';
import { found } from '../support/reconciler.ts';
import { gatewaysWith, holds, scriptedGateway } from '../support/scripted-gateway.ts';

/** Nothing of ours lies in it: only what the gateway lists is compared. */
const WINDOW = { fromMs: 0, untilMs: 1, isLatest: true };

let database: Database;
let stuck: string;
let other: string;

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
  const api = await apiClient();
  const created = async () => (await api('POST', '/api/v1/payments', { body: order() })).body.paymentId;
  [stuck, other] = [await created(), await created()];
});

afterAll(async () => {
  await database?.close();
});

async function compare(attempt: number, looked: string[]): Promise<ReconciliationReport> {
  const gateway = scriptedGateway();
  const deps = {
    ...{ database, keyRing: liveKeyRing(), gateways: gatewaysWith({ PORTONE: gateway }) },
    publisher: { publish: async () => undefined, close: async () => undefined },
    ...{ paymentExpiresAfterMs: 1, attentionAfterMs: 1, now: () => new Date() },
    reconciliation: { overlapMs: 0, settlingMs: 0 },
    resumePayment: async () => false,
    listOpenPayments: async function* () {},
    makeLook: async ({ paymentId }: { readonly paymentId: string }) => {
      if (paymentId === stuck) throw new Error('no answer');
      looked.push(paymentId);
    },
  };
  const items = [stuck, other].map((paymentId) => ({ paymentId, standing: holds([]) }));
  const listChanged = async () => ({ kind: 'page' as const, items, next: null });
  const run = async () => await compareWindow(deps, { gateway, listChanged, window: WINDOW });
  return await new MockActivityEnvironment({ attempt }).run<[], ReconciliationReport, typeof run>(run);
}

it('is asked again by the next attempts, for Temporal may have its trouble', async () => {
  await expect(compare(1, [])).rejects.toThrow('no answer');
});

it('is told of as not looked at when it stays so, and the others are made to look', async () => {
  const looked: string[] = [];
  const report = await compare(5, looked);
  expect(looked).toEqual([other]);
  expect(found(report, stuck)).toEqual([{ finding: 'MONEY_NOT_RECORDED', looked: false }]);
  expect(found(report, other)).toEqual([{ finding: 'MONEY_NOT_RECORDED', looked: true }]);
});
