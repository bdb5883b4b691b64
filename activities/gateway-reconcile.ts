/**
 * Compares the next window of each gateway's list with our books and keeps what was found: a report of its own each.
 * Nothing is kept before the window is finished, so an attempt that was interrupted is simply done again.
 */
import { oldestPaymentAt } from '../db/stores/list-claims.ts';
import { keepReport, lastReport } from '../db/stores/reconciliation-reports.ts';
import type { GatewayPort } from '../domain/gateway-port.ts';
import type { ReconciliationReport } from '../domain/reconciliation-report.ts';
import { nextWindow, type ReconciliationWindow } from '../domain/reconciliation-window.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';
import { compareWindow } from './reconcile/compare-window.ts';
import { withHeartbeat } from './with-heartbeat.ts';

export type ReconcileResult = {
  readonly reports: readonly ReconciliationReport[];
  /** False: a gateway is more than one window behind. */
  readonly isCaughtUp: boolean;
};

export function createGatewayReconcile(deps: ActivityDeps) {
  return async function gatewayReconcile(): Promise<ReconcileResult> {
    return await translated(async () => await withHeartbeat(async () => await reconcileAll(deps)));
  };
}

/** A gateway that cannot be asked keeps the others from nothing: it is come back to by the activity's next attempt. */
async function reconcileAll(deps: ActivityDeps): Promise<ReconcileResult> {
  const reports: ReconciliationReport[] = [];
  const unsettled: UnsettledError[] = [];
  let isCaughtUp = true;
  for (const gateway of Object.values(deps.gateways)) {
    if (gateway.listChanged === undefined) continue;
    const window = await windowOf(deps, gateway);
    try {
      const report = await compareWindow(deps, { gateway, listChanged: gateway.listChanged, window });
      await keepReport(deps.database, report);
      reports.push(report);
    } catch (error) {
      if (!(error instanceof UnsettledError)) throw error;
      unsettled.push(error);
    }
    isCaughtUp &&= window.isLatest;
  }
  const [first] = unsettled;
  if (first !== undefined) throw first;
  return { reports, isCaughtUp };
}

async function windowOf(deps: ActivityDeps, { provider }: GatewayPort): Promise<ReconciliationWindow> {
  const { database, now, reconciliation } = deps;
  const last = await lastReport(database, provider);
  // Reads the whole table, so only for the first window of all.
  const oldest = last === null ? await oldestPaymentAt(database, provider) : null;
  return nextWindow({
    ...reconciliation,
    nowMs: now().getTime(),
    lastUntilMs: last === null ? null : Date.parse(last.windowUntil),
    oldestPaymentMs: oldest?.getTime() ?? null,
  });
}
