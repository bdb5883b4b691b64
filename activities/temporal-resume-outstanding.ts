/**
 * The sweep: opens a workflow for every payment that has something outstanding and none open, so that nothing is
 * forgotten, whatever happened to its workflow (rule 7). One that is open already is left as it is.
 */
import { heartbeat } from '@temporalio/activity';
import { outstandingPages } from '../db/stores/list-outstanding.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

const UNCHANGED_FOR_MS = 60_000;

export type SweepReport = { readonly outstanding: number; readonly reopened: number };

export function createTemporalResumeOutstanding({ database, keyRing, resumePayment, now }: ActivityDeps) {
  return async function temporalResumeOutstanding(): Promise<SweepReport> {
    return await translated(async () => {
      const unchangedSince = new Date(now().getTime() - UNCHANGED_FOR_MS);
      const report = { outstanding: 0, reopened: 0 };
      for await (const page of outstandingPages({ database, keyRing }, unchangedSince)) {
        for (const payment of page) {
          if (await resumePayment(payment)) report.reopened += 1;
          heartbeat();
        }
        report.outstanding += page.length;
      }
      return report;
    });
  };
}
