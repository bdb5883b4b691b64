/** The sweep on the real database, with workflows that the test holds: whose silence keeps whom waiting. */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  createTemporalResumeOutstanding,
  type SweepReport,
} from '../../activities/temporal-resume-outstanding.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import type { Payment } from '../../domain/payment.ts';
import { Secret } from '../../domain/secret.ts';
import { apiClient, createPaid, liveKeyRing } from '../support/live.ts';

const TEN_MINUTES_MS = 600_000;

let database: Database;
let outstanding: readonly string[];

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
  const api = await apiClient();
  const paid = await Promise.all(Array.from({ length: 3 }, async () => await createPaid(api)));
  outstanding = paid.map(({ paymentId }) => paymentId).sort();
  for (const paymentId of outstanding) {
    await database.em.getConnection().execute(
      `insert into cancellation (cancellation_id, payment_id, amount, reason, origin, status, requested_at)
       values (?, ?, 4000, 'returned', 'CLIENT', 'REQUESTED', now())`,
      [`can_${randomUUID().replaceAll('-', '')}`, paymentId],
    );
  }
});

afterAll(async () => {
  await database?.close();
});

async function sweep(resumePayment: (payment: Payment) => Promise<boolean>) {
  const activity = createTemporalResumeOutstanding({
    ...{ database, keyRing: liveKeyRing(), resumePayment },
    // All that is outstanding now has been so for long then.
    now: () => new Date(Date.now() + TEN_MINUTES_MS),
  });
  return await new MockActivityEnvironment().run<[], SweepReport, typeof activity>(activity);
}

it('resumes the others when a workflow does not answer, and counts that one', async () => {
  const [stuck] = outstanding;
  const asked: string[] = [];
  const report = await sweep(async ({ paymentId }) => {
    asked.push(paymentId);
    if (paymentId === stuck) throw new Error('no answer');
    return true;
  });
  expect(asked).toEqual(expect.arrayContaining([...outstanding]));
  expect(report.unanswered).toBe(1);
  expect(report.reopened).toBe(report.outstanding - 1);
});

it('fails, to be tried again at once, when not one of them answers', async () => {
  const failing = sweep(async () => {
    throw new Error('Temporal is down');
  });
  await expect(failing).rejects.toMatchObject({ type: 'UNEXPECTED' });
});
