/** One window of one gateway, compared to its end. The latest `window_until` is where the next window begins. */
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Provider } from '../../domain/providers.ts';
import type { ReconciliationReport } from '../../domain/reconciliation-report.ts';
import { timestamp } from './columns.ts';

export const ReconciliationReportEntity = defineEntity({
  name: 'ReconciliationReportEntity',
  tableName: 'reconciliation_report',
  properties: {
    provider: p.text().$type<Provider>().primary(),
    windowUntil: timestamp().primary(),
    windowFrom: timestamp(),
    startedAt: timestamp(),
    finishedAt: timestamp(),
    listed: p.integer(),
    strangers: p.integer(),
    askedFor: p.integer(),
    unreadable: p.integer(),
    counts: p.json<ReconciliationReport['counts']>(),
    items: p.json<ReconciliationReport['items']>(),
  },
  checks: [{ name: 'reconciliation_report_window_check', expression: 'window_from <= window_until' }],
});

export type ReconciliationReportRow = InferEntity<typeof ReconciliationReportEntity>;
