/** One order of one user has one payment that lives. */
import { LIVE_STATUSES } from '../../../domain/state-table.ts';
import type { OurBooks } from '../records.ts';

export function* oneLivePaymentPerOrder(books: readonly OurBooks[]): Generator<string> {
  const living = new Map<string, string>();
  for (const { paymentId, userId, orderId, status } of books) {
    if (!LIVE_STATUSES.some((live) => live === status)) continue;
    const order = `${userId} ${orderId}`;
    const other = living.get(order);
    if (other !== undefined) yield `${paymentId}: order ${orderId} has ${other} as well`;
    living.set(order, paymentId);
  }
}
