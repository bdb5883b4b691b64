/** Run by a Temporal Schedule: compares window after window until it has caught up. Its result is the reports. */
import { proxyActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import { needsPerson, type ReconciliationReport } from '../domain/reconciliation-report.ts';
import { searchAttributes } from './contract.ts';

const { gatewayReconcile } = proxyActivities<Activities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** What is still behind after so many windows, the schedule's next run goes on with. */
const MOST_WINDOWS = 100;

export async function reconcileWorkflow(): Promise<readonly ReconciliationReport[]> {
  const reports: ReconciliationReport[] = [];
  for (let nth = 1; nth <= MOST_WINDOWS; nth += 1) {
    const { reports: found, isCaughtUp } = await gatewayReconcile.executeWithOptions(
      { summary: 'Compare our books with the gateways’', activityId: `gateway-reconcile ${nth}` },
      [],
    );
    reports.push(...found);
    show(reports);
    if (isCaughtUp) break;
  }
  return reports;
}

/** The attribute of the payments that need a person, so that one view shows both. */
function show(reports: readonly ReconciliationReport[]): void {
  if (reports.some(needsPerson))
    upsertSearchAttributes([{ key: searchAttributes.PaymentAttention, value: 'RECONCILIATION' }]);
  setCurrentDetails(reports.map(describe).join('\n'));
}

function describe({ provider, windowFrom, windowUntil, listed, counts }: ReconciliationReport): string {
  const found = Object.entries(counts).map(([kind, count]) => `**${kind}** ${count}`);
  return `* ${provider} ${windowFrom} – ${windowUntil}: ${listed} listed, ${found.join(', ') || 'no difference'}`;
}
