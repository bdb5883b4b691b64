/** What came of our confirmation: read as any word of the gateway's, with nothing of ours on its way any more. */
import type { GatewayStanding } from '../gateway-port.ts';
import type { Payment } from '../payment.ts';
import { changeOnStanding } from './on-standing.ts';
import type { PaymentChange } from './payment-change.ts';

/** Settled for good: the activity asks and sends until it is. `not_started`: refused, and nothing stands there. */
export type SettledConfirm = Extract<
  GatewayStanding,
  { kind: 'approved' | 'cancelled' | 'account_issued' | 'account_closed' | 'declined' | 'not_started' }
>;

export function changeOnConfirmResult(
  payment: Payment,
  result: SettledConfirm,
  nowMs: number,
): PaymentChange | null {
  const change = changeOnStanding({ ...payment, confirmation: null }, result, nowMs);
  if (change === null || result.kind !== 'not_started') return change;
  // Another transaction of the same payment may be confirmed after this one.
  return { ...change, set: { ...change.set, confirmation: null } };
}
