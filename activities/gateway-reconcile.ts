/**
 * Compares one window of a gateway's list with our books, both ways, and makes the payments that differ look for
 * themselves: its one means of repair (docs/decisions/0017-reconciler-makes-payments-look.md). Nothing is kept before the window is
 * finished, so an attempt that was interrupted is simply done again.
 */
import { cancellationSignal } from '@temporalio/activity';
import { listClaims, oldestPaymentAt } from '../db/stores/list-claims.ts';
import { findPayments } from '../db/stores/payment-reader.ts';
import { keepReport, lastReport } from '../db/stores/reconciliation-reports.ts';
import type { ChangedPayment, GatewayPort } from '../domain/gateway-port.ts';
import { isPaymentIdOfOurs } from '../domain/ids.ts';
import type { Payment } from '../domain/payment.ts';
import { compare, FINDINGS } from '../domain/reconcile.ts';
import { createTally, hereOf, type ReconciliationReport, thereOf } from '../domain/reconciliation-report.ts';
import { nextWindow, type ReconciliationWindow } from '../domain/reconciliation-window.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';
import { withHeartbeat } from './with-heartbeat.ts';

export type ReconcileResult = {
  readonly reports: readonly ReconciliationReport[];
  /** False: a gateway is more than one window behind. */
  readonly isCaughtUp: boolean;
};

const OWN_PAGE_SIZE = 100;

export function createGatewayReconcile(deps: ActivityDeps) {
  return async function gatewayReconcile(): Promise<ReconcileResult> {
    return await translated(async () => await withHeartbeat(async () => await reconcileAll(deps)));
  };
}

async function reconcileAll(deps: ActivityDeps): Promise<ReconcileResult> {
  const reports: ReconciliationReport[] = [];
  let isCaughtUp = true;
  for (const gateway of Object.values(deps.gateways)) {
    if (gateway.listChanged === undefined) continue;
    const window = await windowOf(deps, gateway);
    const report = await reconcile(deps, { gateway, listChanged: gateway.listChanged, window });
    await keepReport(deps.database, report);
    reports.push(report);
    isCaughtUp &&= window.isLatest;
  }
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

type Comparison = {
  readonly gateway: GatewayPort;
  readonly listChanged: NonNullable<GatewayPort['listChanged']>;
  readonly window: ReconciliationWindow;
};

async function reconcile(deps: ActivityDeps, comparison: Comparison): Promise<ReconciliationReport> {
  const { gateway, window } = comparison;
  const startedAt = deps.now();
  const tally = createTally();
  const seen = new Set<string>();
  const counted = { strangers: 0, askedFor: 0, unreadable: 0 };

  for await (const page of pagesOf(comparison)) {
    const fresh = page.filter(({ paymentId }) => !seen.has(paymentId));
    const ours = await byId(
      deps,
      fresh.map(({ paymentId }) => paymentId),
    );
    for (const { paymentId, standing } of fresh) {
      seen.add(paymentId);
      const payment = ours.get(paymentId) ?? null;
      if (payment === null && !isPaymentIdOfOurs(paymentId)) counted.strangers += 1;
      else if (standing.kind === 'unknown') counted.unreadable += 1;
      // The list may be older than our row: only what differs on being asked anew is a finding.
      else if (compare(paymentId, payment, standing) !== null) await examine(paymentId);
    }
  }
  for await (const paymentId of claimsOf(deps, comparison)) {
    if (seen.has(paymentId)) continue;
    counted.askedFor += 1;
    await examine(paymentId);
  }
  for (const paymentId of await workflowsWithoutRow(deps, gateway)) {
    tally.add({ paymentId, finding: 'WORKFLOW_WITHOUT_ROW', looked: false, here: null, there: null });
  }
  return {
    provider: gateway.provider,
    windowFrom: new Date(window.fromMs).toISOString(),
    windowUntil: new Date(window.untilMs).toISOString(),
    startedAt: startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    listed: seen.size,
    ...counted,
    counts: tally.counts,
    items: tally.items,
  };

  async function examine(paymentId: string): Promise<void> {
    const { standing } = await gateway.retrieve({ paymentId }, cancellationSignal());
    if (standing.kind === 'unknown') {
      // An answer that we cannot place stays one; it must not keep the others from being compared.
      if (standing.why !== 'unlisted' && standing.why !== 'unreadable')
        throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', standing);
      counted.unreadable += 1;
    }
    const payment = (await byId(deps, [paymentId])).get(paymentId) ?? null;
    const finding = compare(paymentId, payment, standing);
    if (finding === null) return;
    const looked = payment !== null && FINDINGS[finding].look;
    if (looked) await deps.makeLook(payment);
    tally.add({ paymentId, finding, looked, here: hereOf(payment), there: thereOf(standing) });
  }
}

/** Page by page, until the gateway says that there is no further one. */
async function* pagesOf({ listChanged, window }: Comparison): AsyncGenerator<readonly ChangedPayment[]> {
  const from = new Date(window.fromMs).toISOString();
  const until = new Date(window.untilMs).toISOString();
  for (let cursor: string | null = null; ; ) {
    const page = await listChanged({ from, until, cursor }, cancellationSignal());
    if (page.kind === 'unknown') throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', page);
    yield page.items;
    if (page.next === null) return;
    cursor = page.next;
  }
}

async function* claimsOf(
  { database }: ActivityDeps,
  { gateway: { provider }, window }: Comparison,
): AsyncGenerator<string> {
  const span = { from: new Date(window.fromMs), until: new Date(window.untilMs) };
  for (let afterPaymentId = ''; ; ) {
    const page = await listClaims(database, { provider, ...span, afterPaymentId, limit: OWN_PAGE_SIZE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    afterPaymentId = last;
  }
}

async function workflowsWithoutRow(
  deps: ActivityDeps,
  { provider }: GatewayPort,
): Promise<readonly string[]> {
  const without: string[] = [];
  for await (const page of deps.listOpenPayments(provider)) {
    const known = await byId(deps, page);
    without.push(...page.filter((paymentId) => !known.has(paymentId)));
  }
  return without;
}

async function byId(
  { database, keyRing }: ActivityDeps,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, Payment>> {
  const payments = await findPayments({ em: database.em.fork(), keyRing }, paymentIds);
  return new Map(payments.map((payment) => [payment.paymentId, payment]));
}
