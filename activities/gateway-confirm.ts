/**
 * The approval itself, where it is our own call. Asks first whenever it may have been sent before, then sends the same
 * order under the same key; returns only what is settled for good (rules 1 and 2). Its three failures: before the
 * effect, after it, the answer lost: each leaves the first sending committed, and the next attempt asks.
 */
import { markConfirmSent } from '../db/stores/mark-confirm-sent.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import type { SettledConfirm } from '../domain/changes/on-confirm-result.ts';
import type { GatewayStanding, OnConfirmGateway } from '../domain/gateway-port.ts';
import type { Payment } from '../domain/payment.ts';
import { deriveConfirmationKey } from '../platform/crypto/derive-ids.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';
import { moneySignal } from './money-signal.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Null: the record has moved on, and nothing is to be sent. */
export type ConfirmOutcome = SettledConfirm | null;

type ConfirmDeps = Pick<ActivityDeps, 'database' | 'keyRing' | 'gateways' | 'now'>;

export type ConfirmArgs = { readonly paymentId: string; readonly pgTransactionId: string };

export function createGatewayConfirm(deps: ConfirmDeps) {
  return async function gatewayConfirm(args: ConfirmArgs): Promise<ConfirmOutcome> {
    return await translated(async () => await withHeartbeat(async () => await confirm(deps, args)));
  };
}

async function confirm(deps: ConfirmDeps, args: ConfirmArgs): Promise<ConfirmOutcome> {
  const payment = await createPaymentReader(deps).findById(args.paymentId);
  if (payment === null) throw unsettled('its record is not committed');
  const gateway = deps.gateways[payment.provider];
  if (gateway.approval !== 'on_confirm') throw unsettled(`${payment.provider} approves in its window`);

  const firstSentAt = await markConfirmSent(deps.database, args, deps.now());
  if (firstSentAt === 'over') return null;
  if (firstSentAt !== null) {
    const { standing } = await gateway.retrieve(args, moneySignal());
    const known = settledBy(standing, args.pgTransactionId);
    if (known !== null) return known;
    const keyAgeMs = deps.now().getTime() - firstSentAt.getTime();
    if (keyAgeMs >= gateway.idempotencyKeyLifetimeMs)
      throw unsettled('the key has run out: only asking is safe');
  }
  return await send(gateway, payment, args);
}

async function send(gateway: OnConfirmGateway, payment: Payment, args: ConfirmArgs): Promise<SettledConfirm> {
  const { amount: amountMinor, currency } = payment;
  const order = { ...args, amountMinor, currency, idempotencyKey: deriveConfirmationKey(args) };
  const result = await gateway.confirm(order, moneySignal());
  switch (result.kind) {
    case 'approved':
    case 'account_issued':
    case 'declined':
    case 'not_started':
      return result;
    case 'pending':
      throw unsettled('the gateway is at it');
    case 'unknown':
      throw UnsettledError.byUnknown('CONFIRMATION_UNSETTLED', result);
  }
}

/**
 * Once it was sent, "nothing there" and "agreed to" prove nothing, nor does how another try of the customer's ended: the
 * same order again tells.
 */
function settledBy(standing: GatewayStanding, pgTransactionId: string): SettledConfirm | null {
  switch (standing.kind) {
    case 'approved':
    case 'cancelled':
    case 'account_issued':
      return standing;
    case 'account_closed':
    case 'declined':
      return standing.pgTransactionId === pgTransactionId ? standing : null;
    case 'not_started':
    case 'awaiting_confirm':
      return null;
    case 'pending':
      throw unsettled('asked first, and the gateway says pending');
    case 'unknown':
      throw UnsettledError.byUnknown('CONFIRMATION_UNSETTLED', standing);
  }
}

function unsettled(why: string): UnsettledError {
  return new UnsettledError('CONFIRMATION_UNSETTLED', why);
}
