/** The reports of finished windows: what the reconciler goes on from, and what operators read. */
import type { Provider } from '../../domain/providers.ts';
import type { ReconciliationReport } from '../../domain/reconciliation-report.ts';
import {
  ReconciliationReportEntity,
  type ReconciliationReportRow,
} from '../entities/reconciliation-report.ts';
import type { Database } from '../orm.ts';

/** Once per window: a window that another run has finished meanwhile keeps its report. */
export async function keepReport(database: Database, report: ReconciliationReport): Promise<void> {
  const { windowFrom, windowUntil, startedAt, finishedAt, ...rest } = report;
  await database.em.fork().upsert(
    ReconciliationReportEntity,
    {
      ...rest,
      windowFrom: new Date(windowFrom),
      windowUntil: new Date(windowUntil),
      startedAt: new Date(startedAt),
      finishedAt: new Date(finishedAt),
    },
    { onConflictAction: 'ignore' },
  );
}

/** Null when no window of this gateway was ever finished. */
export async function lastReport(
  database: Database,
  provider: Provider,
): Promise<ReconciliationReport | null> {
  const row = await database.em
    .fork()
    .findOne(ReconciliationReportEntity, { provider }, { orderBy: { windowUntil: 'desc' } });
  return row === null ? null : toReport(row);
}

function toReport(row: ReconciliationReportRow): ReconciliationReport {
  const { provider, listed, strangers, askedFor, unreadable, counts, items } = row;
  return {
    ...{ provider, listed, strangers, askedFor, unreadable, counts, items },
    windowFrom: row.windowFrom.toISOString(),
    windowUntil: row.windowUntil.toISOString(),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt.toISOString(),
  };
}
