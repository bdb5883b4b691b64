/**
 * Gives money back. Asks first whenever the request may have been sent before, then sends with the same key; returns
 * only what is settled for good (rules 1, 4 and 5). Its three failures: before the effect, after it, the answer lost:
 * each leaves `first_sent_at` committed, and the next attempt asks.
 */
import { findRefundAccount } from '../db/stores/bank-accounts.ts';
import { markSent } from '../db/stores/mark-sent.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import type { SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { CancelOrder, GatewayPort } from '../domain/gateway-port.ts';
import { isHolding, KEY_EXPIRED } from '../domain/holding.ts';
import { type Cancellation, cancelledAmount, type Payment } from '../domain/payment.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';
import { moneySignal } from './money-signal.ts';
import { withHeartbeat } from './with-heartbeat.ts';

export type CancelArgs = { readonly paymentId: string; readonly cancellationId: string };

export function createGatewayCancel(deps: ActivityDeps) {
  return async function gatewayCancel(args: CancelArgs): Promise<SettledCancel> {
    return await translated(async () => await withHeartbeat(async () => await cancel(deps, args)));
  };
}

async function cancel(deps: ActivityDeps, { paymentId, cancellationId }: CancelArgs): Promise<SettledCancel> {
  const payment = await createPaymentReader(deps).findById(paymentId);
  const row = payment?.cancellations.find((each) => each.cancellationId === cancellationId);
  if (payment === null || row === undefined) throw unsettled('its row is not committed');
  const recorded = settledByRow(row);
  if (recorded !== null) return recorded;

  const gateway = deps.gateways[payment.provider];
  const firstSentAt = await markSent(deps.database, cancellationId, deps.now());
  if (firstSentAt !== null) {
    const found = await findOurs(gateway, row, paymentId);
    if (found !== null) return found;
    const keyAgeMs = deps.now().getTime() - firstSentAt.getTime();
    // Nothing of ours stands there, nor is anything under way: this row ends, and another may begin (rule 4).
    if (keyAgeMs >= gateway.idempotencyKeyLifetimeMs)
      return { kind: 'refused', pgCode: KEY_EXPIRED, pgMessage: '' };
  }
  const refundAccount = row.hasRefundAccount ? await findRefundAccount(deps, cancellationId) : undefined;
  return await send(gateway, row, { ...orderOf(payment, row), refundAccount });
}

async function send(gateway: GatewayPort, row: Cancellation, order: CancelOrder): Promise<SettledCancel> {
  const result = await gateway.cancel(order, moneySignal());
  switch (result.kind) {
    case 'succeeded':
      return { kind: 'succeeded', pgCancellationId: result.pgCancellationId };
    case 'refused': {
      // Definite only when nothing of ours stands at the gateway: an earlier sending may have come through.
      const found = await findOurs(gateway, row, order.paymentId);
      return found ?? { kind: 'refused', pgCode: result.pgCode, pgMessage: result.pgMessage };
    }
    case 'requested':
      throw unsettled('accepted; the gateway finishes it later');
    case 'unknown':
      throw UnsettledError.byUnknown('CANCELLATION_UNSETTLED', result);
  }
}

/** Our cancellation as the gateway has it; null when it has none. */
async function findOurs(
  gateway: GatewayPort,
  row: Cancellation,
  paymentId: string,
): Promise<SettledCancel | null> {
  const { standing } = await gateway.retrieve({ paymentId }, moneySignal());
  if (standing.kind === 'unknown') throw UnsettledError.byUnknown('CANCELLATION_UNSETTLED', standing);
  if (!isHolding(standing)) throw unsettled(`asked first, and the gateway says ${standing.kind}`);
  const ours = standing.cancellations.find(({ cancellationId }) => cancellationId === row.cancellationId);
  const isAnythingUnderWay = standing.cancellations.some(({ status }) => status === 'REQUESTED');
  if (ours === undefined && isAnythingUnderWay)
    throw unsettled('the gateway is at work on another cancellation');
  switch (ours?.status) {
    case undefined:
      return null;
    case 'SUCCEEDED':
      return { kind: 'succeeded', pgCancellationId: ours.pgCancellationId };
    case 'FAILED':
      return { kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' };
    case 'REQUESTED':
      throw unsettled('the gateway has not finished it yet');
  }
}

function orderOf(payment: Payment, { cancellationId, amount, reason }: Cancellation): CancelOrder {
  return {
    paymentId: payment.paymentId,
    cancellationId,
    amountMinor: amount,
    currency: payment.held?.currency ?? payment.currency,
    cancellableMinor: (payment.held?.amountMinor ?? 0) - cancelledAmount(payment),
    reason,
  };
}

/** An old attempt that wakes up late, or a run that was reset, finds what was recorded. */
function settledByRow({ status, pgCancellationId }: Cancellation): SettledCancel | null {
  if (status === 'SUCCEEDED') return { kind: 'succeeded', pgCancellationId: pgCancellationId ?? '' };
  if (status === 'FAILED') return { kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' };
  return null;
}

function unsettled(why: string): UnsettledError {
  return new UnsettledError('CANCELLATION_UNSETTLED', why);
}
