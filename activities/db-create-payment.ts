/** Creates the payment's record; what it ran into comes back as a result, so that nothing is retried in vain. */

import { insertPayment } from '../db/stores/insert-payment.ts';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { Payment } from '../domain/payment.ts';
import type { CreateRequest } from '../domain/requests.ts';
import { encryptColumn } from '../platform/crypto/jwe.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

export type CreateResult =
  | {
      readonly kind: 'created' | 'exists';
      readonly payment: Payment;
      /** Beside the record, as in db-load-payment; absent in histories that are older than it. */
      readonly attentionAfterMs?: number;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams };

export function createDbCreatePayment(deps: ActivityDeps) {
  return async function dbCreatePayment(request: CreateRequest): Promise<CreateResult> {
    return await translated(async () => await create(deps, request));
  };
}

async function create(deps: ActivityDeps, request: CreateRequest): Promise<CreateResult> {
  const gateway = deps.gateways[request.provider];
  if (!gateway.supportedMethods.includes(request.method.type)) {
    const supported = gateway.supportedMethods.join(', ');
    return {
      kind: 'refused',
      code: 'UNSUPPORTED_METHOD',
      params: { method: request.method.type, supported },
    };
  }
  const createdAt = deps.now();
  const result = await insertPayment(deps, {
    request,
    checkout: gateway.checkout(request),
    customerJwe: request.customer === null ? null : await encryptColumn(deps.keyRing, request.customer),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + deps.paymentExpiresAfterMs),
  });
  switch (result.kind) {
    case 'created':
    case 'exists':
      return { ...result, attentionAfterMs: deps.attentionAfterMs };
    case 'key_reused':
      return { kind: 'refused', code: 'IDEMPOTENCY_KEY_REUSED', params: {} };
    case 'duplicate_order':
      return { kind: 'refused', code: 'DUPLICATE_ORDER', params: { paymentId: result.paymentId } };
  }
}
