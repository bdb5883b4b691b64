/**
 * The sweep: opens a workflow for every payment that has something outstanding and none open, so that nothing is
 * forgotten, whatever happened to its workflow (rule 7). One that is open already is left as it is.
 */
import { heartbeat } from '@temporalio/activity';
import { listOutstanding } from '../db/stores/list-outstanding.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

const UNCHANGED_FOR_MS = 60_000;
const PAGE_SIZE = 100;

export type SweepReport = { readonly outstanding: number; readonly reopened: number };

export function createTemporalResumeOutstanding({ database, keyRing, resumePayment, now }: ActivityDeps) {
  return async function temporalResumeOutstanding(): Promise<SweepReport> {
    return await translated(async () => {
      const unchangedSince = new Date(now().getTime() - UNCHANGED_FOR_MS);
      let afterPaymentId = '';
      const report = { outstanding: 0, reopened: 0 };
      for (;;) {
        const page = await listOutstanding(
          { database, keyRing },
          { unchangedSince, afterPaymentId, limit: PAGE_SIZE },
        );
        for (const payment of page) {
          if (await resumePayment(payment)) report.reopened += 1;
          heartbeat();
        }
        report.outstanding += page.length;
        const last = page.at(-1);
        if (last === undefined) return report;
        afterPaymentId = last.paymentId;
      }
    });
  };
}
