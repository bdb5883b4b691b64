/**
 * A gateway's list may tell of single movements of money instead of payments. One that is on our books as it is there
 * needs no question; and what our books claim of a time must be among what the list told of it.
 */
import type { Movement } from './gateway-port.ts';
import { isSameMoney } from './money.ts';
import { cancelledAmount, type Payment } from './payment.ts';
import { isFinal } from './state-table.ts';

export function isOnBooks(payment: Payment, movement: Movement): boolean {
  const { held } = payment;
  if (held === null) return false;
  switch (movement.kind) {
    case 'approved': {
      const isCounted =
        payment.pgTransactionId === movement.pgTransactionId && isSameMoney(held, movement.money);
      // On a payment that has ended, money is on the books only once it is back.
      return isCounted && (!isFinal(payment.status) || cancelledAmount(payment) === held.amountMinor);
    }
    case 'cancelled':
      return payment.cancellations.some(
        ({ status, pgCancellationId, amount }) =>
          status === 'SUCCEEDED' &&
          pgCancellationId === movement.pgCancellationId &&
          isSameMoney({ amountMinor: amount, currency: held.currency }, movement.money),
      );
    case 'other':
      return false;
  }
}

/** The gateway's id of a movement; null when the list did not tell which one it was. */
export function movementId(movement: Movement): string | null {
  switch (movement.kind) {
    case 'approved':
      return movement.pgTransactionId;
    case 'cancelled':
      return movement.pgCancellationId;
    case 'other':
      return null;
  }
}

/** The ids of the movements that our books claim of that time; null for one that they do not know. */
export function claimedIds(
  payment: Payment,
  span: { readonly fromMs: number; readonly untilMs: number },
): readonly (string | null)[] {
  const isWithin = (time: string | null) =>
    time !== null && Date.parse(time) >= span.fromMs && Date.parse(time) <= span.untilMs;
  return [
    ...(isWithin(payment.approvedAt) ? [payment.pgTransactionId] : []),
    ...payment.cancellations
      .filter(({ status, amount, settledAt }) => status === 'SUCCEEDED' && amount > 0 && isWithin(settledAt))
      .map(({ pgCancellationId }) => pgCancellationId),
  ];
}
