/**
 * Reads what the gateway says against what was ordered: standing → the state table's words.
 * Believes only what stands under our own id, and compares total amount, currency, store and channel (rule 2).
 */
import type { GatewayCancellation, GatewayStanding, Holding } from './gateway-port.ts';
import { isSameMoney } from './money.ts';
import { type CancellationOrigin, cancellationInFlight, type Payment } from './payment.ts';
import { isFinal, isOpen, type Learnt } from './state-table.ts';

/** Null: nothing that this payment does not know yet. */
export function learn(payment: Payment, standing: GatewayStanding, nowMs: number): Learnt | null {
  switch (standing.kind) {
    case 'approved':
    case 'cancelled':
      return learnFromHolding(payment, standing);
    case 'not_started':
      return notStarted(payment, nowMs);
    // Nothing has moved, but a confirmation of ours may be on its way.
    case 'awaiting_confirm':
    case 'pending':
    case 'unknown':
      return 'unknown';
    case 'account_issued':
    case 'declined':
      return standing.kind;
  }
}

function learnFromHolding(payment: Payment, holding: Holding): Learnt | null {
  if (!holding.isOurs) return 'foreign';
  const remaining = remainingAtGateway(holding);
  const ordered = { amountMinor: payment.amount, currency: payment.currency };
  if (isFinal(payment.status)) {
    if (remaining > 0 && mayGiveBack(payment)) return 'approved';
    return externalCancellation(payment, holding) === undefined ? null : 'cancelled_elsewhere';
  }
  if (!isSameMoney(holding.total, ordered)) return remaining > 0 ? 'mismatched' : 'cancelled_elsewhere';
  if (isOpen(payment.status)) return remaining > 0 ? 'approved' : 'cancelled_elsewhere';
  if (externalCancellation(payment, holding) === undefined) return null;
  return remaining > 0 ? 'cancelled_in_part' : 'cancelled_elsewhere';
}

/** Not while one is under way, and not again by itself once the gateway has refused: a person looks then. */
function mayGiveBack(payment: Payment): boolean {
  const wasRefused = payment.cancellations.some(
    ({ origin, status }) => status === 'FAILED' && OWN_REFUNDS.some((own) => own === origin),
  );
  return cancellationInFlight(payment) === undefined && !wasRefused;
}

const OWN_REFUNDS: readonly CancellationOrigin[] = ['LATE_MONEY', 'MISMATCH', 'UNRECORDABLE'];

function notStarted(payment: Payment, nowMs: number): Learnt {
  if (cancellationInFlight(payment) !== undefined) return 'not_started_cancel_asked';
  return nowMs >= Date.parse(payment.expiresAt) ? 'not_started_time_over' : 'not_started';
}

/** Minor units the gateway still holds: outstanding cancellations count as given back. */
export function remainingAtGateway(holding: Holding): number {
  return holding.cancellations
    .filter((cancellation) => cancellation.status !== 'FAILED')
    .reduce((left, cancellation) => left - cancellation.amountMinor, holding.total.amountMinor);
}

/** The first cancellation at the gateway that is neither ours nor recorded here yet. */
export function externalCancellation(payment: Payment, holding: Holding): GatewayCancellation | undefined {
  const ours = new Set(payment.cancellations.map((cancellation) => cancellation.cancellationId));
  const recorded = new Set(payment.cancellations.map((cancellation) => cancellation.pgCancellationId));
  return holding.cancellations.find(
    ({ status, cancellationId, pgCancellationId }) =>
      status === 'SUCCEEDED' &&
      !recorded.has(pgCancellationId) &&
      (cancellationId === null || !ours.has(cancellationId)),
  );
}
