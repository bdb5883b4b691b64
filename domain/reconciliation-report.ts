/** What one window's comparison found: stored, shown as the reconciler's result, printed by `npm run reconcile:report`. */
import type { GatewayStanding } from './gateway-port.ts';
import { stillHeld } from './holding.ts';
import { cancelledAmount, type Payment, type PaymentStatus } from './payment.ts';
import type { Provider } from './providers.ts';
import { FINDINGS, type FindingKind } from './reconcile.ts';

export type ReconciliationReport = {
  readonly provider: Provider;
  /** ISO 8601; by when things changed at the gateway. */
  readonly windowFrom: string;
  readonly windowUntil: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Payments that the gateway listed, and of them those that are another system's. */
  readonly listed: number;
  readonly strangers: number;
  /** Payments of ours that claim money in the window, and were not listed: each was asked for by itself. */
  readonly askedFor: number;
  /** The gateway told nothing of these that could be read. */
  readonly unreadable: number;
  readonly counts: Readonly<Partial<Record<FindingKind, number>>>;
  /** The first so many; `counts` knows all. */
  readonly items: readonly ReconciliationItem[];
};

export type ReconciliationItem = {
  readonly paymentId: string;
  readonly finding: FindingKind;
  /** Its workflow was made to look; else it is only told of. */
  readonly looked: boolean;
  readonly here: {
    readonly status: PaymentStatus;
    readonly amount: number;
    readonly currency: string;
    readonly cancelled: number;
  } | null;
  readonly there: {
    readonly kind: GatewayStanding['kind'];
    readonly total?: number | undefined;
    readonly currency?: string | undefined;
    readonly cancelled?: number | undefined;
    readonly pgTransactionId?: string | undefined;
  } | null;
};

const MAX_ITEMS = 200;

export type Tally = {
  add(item: ReconciliationItem): void;
  readonly counts: Partial<Record<FindingKind, number>>;
  readonly items: ReconciliationItem[];
};

/** Keeps the first items, and counts all. */
export function createTally(): Tally {
  const counts: Partial<Record<FindingKind, number>> = {};
  const items: ReconciliationItem[] = [];
  return {
    ...{ counts, items },
    add(item) {
      counts[item.finding] = (counts[item.finding] ?? 0) + 1;
      if (items.length < MAX_ITEMS) items.push(item);
    },
  };
}

export function hereOf(payment: Payment | null): ReconciliationItem['here'] {
  if (payment === null) return null;
  const { status, amount, currency } = payment;
  return { status, amount, currency, cancelled: cancelledAmount(payment) };
}

export function thereOf(standing: GatewayStanding): NonNullable<ReconciliationItem['there']> {
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return { kind: standing.kind };
  const { kind, total, pgTransactionId } = standing;
  const cancelled = total.amountMinor - stillHeld(standing);
  return { kind, total: total.amountMinor, currency: total.currency, cancelled, pgTransactionId };
}

export function needsPerson({ counts }: Pick<ReconciliationReport, 'counts'>): boolean {
  return Object.entries(FINDINGS).some(([kind, finding]) => finding.needsPerson && kind in counts);
}
