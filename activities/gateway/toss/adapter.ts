/**
 * Toss Payments (v1, version 2022-11-16) behind the gateway port. The customer agrees in Toss' window; the money moves
 * by our own confirmation. `orderId` there is our paymentId, `paymentKey` is the pgTransactionId.
 */
import type { OnConfirmGateway } from '../../../domain/gateway-port.ts';
import type { TossConfig } from '../../../platform/config/toss-config.ts';
import { cancel } from './cancel.ts';
import { listChanged } from './changed.ts';
import { toCheckout } from './checkout.ts';
import { createTossClient } from './client.ts';
import { closeVirtualAccount } from './close.ts';
import { confirm } from './confirm.ts';
import type { Toss } from './gateway-parts.ts';
import { retrieve } from './retrieve.ts';

/** Fifteen days (docs.tosspayments.com/reference/using-api/idempotency-key), less twelve hours. */
const IDEMPOTENCY_KEY_LIFETIME_MS = (15 * 24 - 12) * 3_600_000;

export function createTossGateway(config: TossConfig): OnConfirmGateway {
  const toss: Toss = { config, client: createTossClient(config) };
  return {
    provider: 'TOSS',
    approval: 'on_confirm',
    supportedMethods: ['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE', 'VIRTUAL_ACCOUNT'],
    idempotencyKeyLifetimeMs: IDEMPOTENCY_KEY_LIFETIME_MS,
    checkout: (order) => toCheckout(config, order),
    retrieve: (query, signal) => retrieve(toss, query, signal),
    confirm: (order, signal) => confirm(toss, order, signal),
    cancel: (order, signal) => cancel(toss, order, signal),
    closeVirtualAccount: (order, signal) => closeVirtualAccount(toss, order, signal),
    listChanged: (query, signal) => listChanged(toss, query, signal),
  };
}
