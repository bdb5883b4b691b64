/**
 * The sweep: opens a workflow for every payment that has something outstanding and none open, so that nothing is
 * forgotten, whatever happened to its workflow (rule 7). One that is open already is left as it is; one that does not
 * answer (its code does not fit its history, say) keeps no other waiting.
 */
import { heartbeat, log } from '@temporalio/activity';
import { outstandingPages } from '../db/stores/list-outstanding.ts';
import type { Payment } from '../domain/payment.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

const UNCHANGED_FOR_MS = 60_000;
const AT_ONCE = 10;

export type SweepReport = {
  readonly outstanding: number;
  readonly reopened: number;
  /** Their workflows did not answer: the next sweep asks again. */
  readonly unanswered: number;
};

type Sweep = Pick<ActivityDeps, 'database' | 'keyRing' | 'resumePayment' | 'now'>;

export function createTemporalResumeOutstanding({ database, keyRing, resumePayment, now }: Sweep) {
  return async function temporalResumeOutstanding(): Promise<SweepReport> {
    return await translated(async () => {
      const unchangedSince = new Date(now().getTime() - UNCHANGED_FOR_MS);
      const report = { outstanding: 0, reopened: 0, unanswered: 0 };
      let trouble: unknown;
      for await (const page of outstandingPages({ database, keyRing }, unchangedSince)) {
        for (const payments of batchesOf(page)) {
          const ends = await Promise.allSettled(payments.map(resumePayment));
          heartbeat();
          for (const [index, end] of ends.entries()) {
            if (end.status === 'fulfilled') {
              report.reopened += end.value ? 1 : 0;
              continue;
            }
            report.unanswered += 1;
            trouble = end.reason;
            log.warn('a workflow does not answer', { paymentId: payments[index]?.paymentId });
          }
        }
        report.outstanding += page.length;
      }
      // Not one of them: that is Temporal's trouble, and tried again at once.
      if (report.unanswered > 0 && report.unanswered === report.outstanding) throw trouble;
      return report;
    });
  };
}

function* batchesOf(payments: readonly Payment[]): Generator<readonly Payment[]> {
  for (let at = 0; at < payments.length; at += AT_ONCE) yield payments.slice(at, at + AT_ONCE);
}
