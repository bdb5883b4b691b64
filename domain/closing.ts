/**
 * Ending a virtual account that nobody may pay into any more. Invariant: the payment ends only once the gateway has said
 * that the account is closed, for until then money may come in (rule 3).
 */
import type { GatewayStanding } from './gateway-port.ts';
import { cancellationInFlight, type Payment } from './payment.ts';
import { isOpen } from './state-table.ts';

/** What the gateway may say in the end: anything but that an account still waits, or that it cannot tell. */
export type SettledClosing = Exclude<GatewayStanding, { kind: 'account_issued' | 'pending' | 'unknown' }>;

/** From when on the account is to be closed, epoch; null: it may stay, or there is none. */
export function closingDueMs(payment: Payment): number | null {
  if (isAccountMismatched(payment)) return 0;
  if (payment.status !== 'WAITING_FOR_DEPOSIT') return null;
  return cancellationInFlight(payment) === undefined ? Date.parse(payment.expiresAt) : 0;
}

export function isToBeClosed(payment: Payment, nowMs: number): boolean {
  const dueMs = closingDueMs(payment);
  return dueMs !== null && nowMs >= dueMs;
}

/** Issued for another amount than was ordered: how the payment will end is on record before it has ended. */
export function isAccountMismatched({ status, failureCode }: Payment): boolean {
  return isOpen(status) && failureCode !== null;
}
