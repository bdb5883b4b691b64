/** One order of one user has one payment that lives, at any time: also of those that have ended since. */
import { LIVE_STATUSES } from '../../../domain/state-table.ts';
import type { OurBooks } from '../records.ts';

/** A payment's time of creation is taken when its insertion is begun, and that may wait for another to end. */
const INSERTED_WITHIN_MS = 10_000;

export function* oneLivePaymentPerOrder(books: readonly OurBooks[]): Generator<string> {
  const living = new Map<string, OurBooks>();
  for (const payment of [...books].sort((a, b) => a.createdAtMs - b.createdAtMs)) {
    const order = `${payment.userId} ${payment.orderId}`;
    const other = living.get(order);
    if (other !== undefined && endMs(other) > payment.createdAtMs + INSERTED_WITHIN_MS)
      yield `${payment.paymentId}: order ${payment.orderId} had ${other.paymentId} as well`;
    if (other === undefined || endMs(payment) > endMs(other)) living.set(order, payment);
  }
}

function endMs({ transitions }: OurBooks): number {
  const end = transitions.find(({ to }) => LIVE_STATUSES.every((live) => live !== to));
  return end?.atMs ?? Number.POSITIVE_INFINITY;
}
