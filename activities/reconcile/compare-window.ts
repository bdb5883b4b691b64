/**
 * One window of a gateway's list against our books, both ways. What differs on being asked anew is made to look for
 * itself: the one means of repair (docs/decisions/0017-reconciler-makes-payments-look.md). One question at a time.
 */
import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import { findPayments } from '../../db/stores/payment-reader.ts';
import type { ChangedPayment } from '../../domain/gateway-port.ts';
import { isPaymentIdOfOurs } from '../../domain/ids.ts';
import { claimedIds, isOnBooks, movementId } from '../../domain/movements.ts';
import type { Payment } from '../../domain/payment.ts';
import { compare, FINDINGS } from '../../domain/reconcile.ts';
import {
  createTally,
  hereOf,
  type ReconciliationReport,
  type Tally,
  thereOf,
} from '../../domain/reconciliation-report.ts';
import type { ActivityDeps } from '../deps.ts';
import { UnsettledError } from '../failures.ts';
import { type Comparison, changedPages, claimsPages } from './pages.ts';
import { tellOrphans } from './tell-orphans.ts';

/** The window is compared again so often, for Temporal may have its trouble. */
const ATTEMPTS_FOR_ALL = 5;

/** What one comparison has come across so far. */
type Run = Comparison & {
  readonly deps: ActivityDeps;
  readonly tally: Tally;
  readonly counted: { strangers: number; askedFor: number; unreadable: number };
  /** Payments that were listed. */
  readonly listed: Set<string>;
  /** What the list has told of: payments as they stand, or the gateway's ids of movements. */
  readonly told: Set<string>;
  readonly examined: Set<string>;
};

export async function compareWindow(
  deps: ActivityDeps,
  comparison: Comparison,
): Promise<ReconciliationReport> {
  const { gateway, window } = comparison;
  const startedAt = deps.now();
  const run: Run = {
    ...{ ...comparison, deps, tally: createTally(), listed: new Set(), told: new Set() },
    ...{ examined: new Set(), counted: { strangers: 0, askedFor: 0, unreadable: 0 } },
  };
  for await (const page of changedPages(comparison)) await takeListed(run, page);
  for await (const page of claimsPages(deps, comparison)) await takeClaims(run, page);
  await tellOrphans(deps, gateway.provider, run.tally);
  return {
    provider: gateway.provider,
    windowFrom: new Date(window.fromMs).toISOString(),
    windowUntil: new Date(window.untilMs).toISOString(),
    startedAt: startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    listed: run.listed.size,
    ...run.counted,
    counts: run.tally.counts,
    items: run.tally.items,
  };
}

/** There, and here? */
async function takeListed(run: Run, page: readonly ChangedPayment[]): Promise<void> {
  const ours = await byId(
    run.deps,
    page.map(({ paymentId }) => paymentId),
  );
  for (const item of page) {
    const { paymentId } = item;
    const isAgain = run.listed.has(paymentId);
    run.listed.add(paymentId);
    const payment = ours.get(paymentId) ?? null;
    if (payment === null && !isPaymentIdOfOurs(paymentId)) {
      run.counted.strangers += isAgain ? 0 : 1;
    } else if ('movement' in item) {
      const id = movementId(item.movement);
      if (id !== null) run.told.add(id);
      if (payment === null || !isOnBooks(payment, item.movement)) await examine(run, paymentId);
    } else if (!run.told.has(paymentId)) {
      run.told.add(paymentId);
      if (item.standing.kind === 'unknown') run.counted.unreadable += 1;
      // The list may be older than our row: only what differs on being asked anew is a finding.
      else if (compare(paymentId, payment, item.standing) !== null) await examine(run, paymentId);
    }
  }
}

/** Here, and there? */
async function takeClaims(run: Run, paymentIds: readonly string[]): Promise<void> {
  const ours = await byId(run.deps, paymentIds);
  for (const paymentId of paymentIds) {
    const payment = ours.get(paymentId);
    const claims = payment === undefined ? [] : claimedIds(payment, run.window);
    const isToldOf = claims.length > 0 && claims.every((id) => id !== null && run.told.has(id));
    if (run.told.has(paymentId) || run.examined.has(paymentId) || isToldOf) continue;
    run.counted.askedFor += 1;
    await examine(run, paymentId);
  }
}

async function examine(run: Run, paymentId: string): Promise<void> {
  if (run.examined.has(paymentId)) return;
  run.examined.add(paymentId);
  const { standing } = await run.gateway.retrieve({ paymentId }, cancellationSignal());
  if (standing.kind === 'unknown') {
    // An answer that we cannot place stays one; it must not keep the others from being compared.
    if (standing.why !== 'unlisted' && standing.why !== 'unreadable')
      throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', standing);
    run.counted.unreadable += 1;
  }
  const payment = (await byId(run.deps, [paymentId])).get(paymentId) ?? null;
  const finding = compare(paymentId, payment, standing);
  if (finding === null) return;
  const looked = payment !== null && FINDINGS[finding].look && (await isMadeToLook(run, payment));
  run.tally.add({ paymentId, finding, looked, here: hereOf(payment), there: thereOf(standing) });
}

/** False: its workflow does not answer, again and again. Then it is only told of, and keeps no other from being compared. */
async function isMadeToLook({ deps }: Run, payment: Payment): Promise<boolean> {
  try {
    await deps.makeLook(payment);
    return true;
  } catch (error) {
    if (activityInfo().attempt < ATTEMPTS_FOR_ALL) throw error;
    log.warn('a workflow does not answer', { paymentId: payment.paymentId });
    return false;
  }
}

async function byId(
  { database, keyRing }: ActivityDeps,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, Payment>> {
  const payments = await findPayments({ em: database.em.fork(), keyRing }, [...new Set(paymentIds)]);
  return new Map(payments.map((payment) => [payment.paymentId, payment]));
}
