/**
 * A worker that dies when everything in a window was put right and nothing of it is noted yet: the window is compared
 * again, and nothing is put right twice.
 */
import type { Client } from '@temporalio/client';
import { afterAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../db/orm.ts';
import { keepReport, lastReport } from '../../../db/stores/reconciliation-reports.ts';
import type { ReconciliationReport } from '../../../domain/reconciliation-report.ts';
import { Secret } from '../../../domain/secret.ts';
import { parseKeyRing } from '../../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../../platform/temporal/client-connection.ts';
import { waitUntil } from '../../../sandbox/wait.ts';
import { RECONCILE_SCHEDULE_ID } from '../../../workflows/contract.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { onKeepingReport } from '../../support/instants.ts';
import { onStage, type Stage } from './support/stage.ts';

const AT_ONCE = { RECONCILE_SETTLING_SECONDS: '0' };

let stage: Stage;
let database: Database;
let temporal: Client;

onStage(async (shared) => {
  stage = shared;
  const { environment } = stage.rig;
  temporal = connectTemporalClient({
    temporal: { address: environment['TEMPORAL_ADDRESS'] ?? '', namespace: 'default' },
    keyRing: parseKeyRing(environment['ENCRYPTION_KEYS'] ?? ''),
  });
  database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 2 });
});

afterAll(async () => {
  await temporal?.connection.close();
  await database?.close();
  await stage.replaceWorker();
});

/** Runs the schedule; answers the report of a window that ends after this call began. */
async function reconcile(): Promise<ReconciliationReport> {
  const beganAt = new Date().toISOString();
  await temporal.schedule.getHandle(RECONCILE_SCHEDULE_ID).trigger('BUFFER_ONE');
  return await waitUntil(
    async () => {
      const report = await lastReport(database, 'PORTONE');
      return report !== null && report.windowUntil >= beganAt ? report : undefined;
    },
    { what: 'the window compared to its end', deadlineMs: 90_000 },
  );
}

it('repairs nothing twice when it is killed before its report is kept', async () => {
  const { rig, gateway, client } = stage;
  await stage.replaceWorker(AT_ONCE);
  const beganAt = new Date().toISOString();
  await keepReport(database, {
    ...{ provider: 'PORTONE', listed: 0, strangers: 0, askedFor: 0, unreadable: 0, counts: {}, items: [] },
    ...{ windowFrom: beganAt, windowUntil: beganAt, startedAt: beganAt, finishedAt: beganAt },
  });
  const lost = [await client.createAndPay(), await client.createAndPay(), await client.createAndPay()];
  const cancelled = await client.createCompleted();
  await gateway.cancelElsewhere(cancelled.paymentId, 4_000);

  const killed = rig.databaseProxy.intercept(onKeepingReport(), async () => {
    await stage.killWorker();
    expect((await lastReport(database, 'PORTONE'))?.windowUntil).toBe(beganAt);
    await stage.startWorker(AT_ONCE);
  });
  const reconciled = reconcile();
  await killed;
  const { listed, windowFrom } = await reconciled;
  expect(listed).toBeGreaterThanOrEqual(4);
  expect(windowFrom <= beganAt).toBe(true);
  await expectOneStory(rig, client.answers);
  const ids = [...lost, cancelled].map(({ paymentId }) => `'${paymentId}'`).join();
  const rows: { status: string; transitions: number }[] = await database.em.getConnection().execute(
    `select status, (select count(*)::int from payment_transition t
       where t.payment_id = payment.payment_id and t.to_status = payment.status) as transitions
     from payment where payment_id in (${ids}) order by status`,
  );
  expect(rows).toEqual([
    ...lost.map(() => ({ status: 'PAID', transitions: 1 })),
    { status: 'PARTIALLY_CANCELLED', transitions: 1 },
  ]);
});
