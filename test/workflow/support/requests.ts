/** Requests as the API would make them, each for a payment of its own. */
import { randomUUID } from 'node:crypto';
import type { Budget } from '../../../api/deps.ts';
import type { CancelRequest, CreateRequest } from '../../../domain/requests.ts';

export function createRequest(more: Partial<CreateRequest> = {}): CreateRequest {
  const unique = randomUUID().replaceAll('-', '');
  return {
    paymentId: `pay_${unique}`,
    userId: 'alice',
    idempotencyKeyHash: null,
    requestHash: 'hash-1',
    orderId: `order-${unique.slice(0, 12)}`,
    orderName: 'Two books',
    items: [],
    amount: 10_000,
    currency: 'KRW',
    method: { type: 'CARD' },
    provider: 'PORTONE',
    customer: null,
    metadata: {},
    ...more,
  };
}

export function cancelRequest(more: Partial<CancelRequest> = {}): CancelRequest {
  return {
    cancellationId: `can_${randomUUID().replaceAll('-', '')}`,
    idempotencyKeyHash: null,
    requestHash: 'cancel-hash-1',
    reason: 'changed my mind',
    ...more,
  };
}

export function budget(answerWithinMs = 20_000): Budget {
  const nowMs = Date.now();
  return { acceptByMs: nowMs + 10_000, answerByMs: nowMs + answerWithinMs };
}
