/**
 * One id at the gateway may see several tries in one window, so a decline is not the end of a payment whose window is
 * open. It ends one when a client asks (402) or its time is over; news that nobody asked for reads as nothing started.
 */
import { confirmationInFlight } from './confirmation.ts';
import type { GatewayStanding } from './gateway-port.ts';
import { cancellationInFlight, type Payment } from './payment.ts';

/** The standing as it counts where no client waits for it: a webhook's, the reconciler's, an inquiry's of theirs. */
export function withoutDecline(payment: Payment, standing: GatewayStanding, nowMs: number): GatewayStanding {
  return standing.kind === 'declined' && mayBeTriedAgain(payment, nowMs) ? { kind: 'not_started' } : standing;
}

function mayBeTriedAgain(payment: Payment, nowMs: number): boolean {
  const isBeforePayment = payment.status === 'READY' || payment.status === 'CONFIRMING';
  // What we are confirming has been tried by ourselves, and what is to be cancelled is not to be tried.
  const isOnItsWay = confirmationInFlight(payment) !== null || cancellationInFlight(payment) !== undefined;
  return isBeforePayment && !isOnItsWay && nowMs < Date.parse(payment.expiresAt);
}
