/** What the gateway holds under our id, set against our books: how much is left, and what we do not know of yet. */
import type { GatewayCancellation, GatewayStanding, Holding } from './gateway-port.ts';
import { isSameMoney } from './money.ts';
import {
  awaitingRefundAccount,
  type Cancellation,
  type CancellationOrigin,
  cancellationInFlight,
  cancelledAmount,
  type Payment,
} from './payment.ts';

/** Money came in under our id, whatever became of it since. */
export function isHolding(standing: GatewayStanding): standing is Extract<GatewayStanding, Holding> {
  return standing.kind === 'approved' || standing.kind === 'cancelled';
}

/** Minor units not given back for sure: a cancellation that the gateway has not finished gave nothing back yet. */
export function stillHeld(holding: Holding): number {
  return lessCancelled(holding, ({ status }) => status === 'SUCCEEDED');
}

/** Minor units that no cancellation at the gateway covers, finished or not: what we would have to give back. */
export function leftToGiveBack(holding: Holding): number {
  return lessCancelled(holding, ({ status }) => status !== 'FAILED');
}

function lessCancelled(holding: Holding, counts: (cancellation: GatewayCancellation) => boolean): number {
  return holding.cancellations
    .filter(counts)
    .reduce((left, { amountMinor }) => left - amountMinor, holding.total.amountMinor);
}

export type CancellationNews =
  /** Made elsewhere: at the gateway's console, or a chargeback. */
  | { readonly kind: 'external'; readonly cancellation: GatewayCancellation }
  /** One of ours that ended FAILED here, and yet came through there. */
  | { readonly kind: 'revived'; readonly cancellation: GatewayCancellation; readonly row: Cancellation };

/**
 * The first cancellation that succeeded at the gateway and is not on our books. While one of ours is under way nothing
 * is news: what it holds in reserve would not let the other in, and its own end is looked at first.
 */
export function newsIn(payment: Payment, holding: Holding): CancellationNews | undefined {
  if ((cancellationInFlight(payment)?.amount ?? 0) > 0) return undefined;
  for (const cancellation of holding.cancellations) {
    if (cancellation.status !== 'SUCCEEDED') continue;
    const row = payment.cancellations.find((each) => isSame(each, cancellation));
    if (row === undefined) return { kind: 'external', cancellation };
    if (row.status === 'FAILED') return { kind: 'revived', cancellation, row };
  }
  return undefined;
}

/** True when there would be news, were it not for a cancellation of ours that is under way. */
export function isNewsHeldBack(payment: Payment, standing: GatewayStanding): boolean {
  if (!isHolding(standing)) return false;
  const asked = cancellationInFlight(payment);
  if (asked === undefined || asked.amount === 0) return false;
  const others = payment.cancellations.filter((row) => row !== asked);
  const elsewhere = standing.cancellations.filter((cancellation) => !isSame(asked, cancellation));
  return (
    newsIn({ ...payment, cancellations: others }, { ...standing, cancellations: elsewhere }) !== undefined
  );
}

/** Is this row of ours that cancellation of the gateway's? */
export function isSame(row: Cancellation, cancellation: GatewayCancellation): boolean {
  return (
    row.cancellationId === cancellation.cancellationId ||
    row.pgCancellationId === cancellation.pgCancellationId
  );
}

/** A settled payment's books say what the gateway's do not: another total, or more given back than it knows of. */
export function isContradicted(payment: Payment, holding: Holding): boolean {
  if (payment.held === null) return false;
  return (
    !isSameMoney(payment.held, holding.total) ||
    cancelledAmount(payment) > holding.total.amountMinor - stillHeld(holding)
  );
}

const OWN_REFUNDS: readonly CancellationOrigin[] = ['LATE_MONEY', 'MISMATCH', 'UNRECORDABLE'];

/** Refunds that this server began by itself. */
export function ownRefunds(payment: Payment): readonly Cancellation[] {
  return payment.cancellations.filter(isOwnRefund);
}

export function isOwnRefund({ origin }: Pick<Cancellation, 'origin'>): boolean {
  return OWN_REFUNDS.includes(origin);
}

/** The code on a row whose idempotency key ran out before it was settled: another row may begin (rule 4). */
export const KEY_EXPIRED = 'KEY_EXPIRED';

/**
 * Not while one is under way or waits for its account, nor again for the very amount that the gateway has refused: a
 * person looks then.
 */
export function mayGiveBack(payment: Payment, holding: Holding): boolean {
  const left = leftToGiveBack(holding);
  const wasRefused = ownRefunds(payment).some(
    ({ status, refusalCode, amount }) =>
      status === 'FAILED' && refusalCode !== KEY_EXPIRED && amount === left,
  );
  const isBegun = cancellationInFlight(payment) !== undefined || awaitingRefundAccount(payment) !== undefined;
  return left > 0 && !isBegun && !wasRefused;
}
