/**
 * Creates the record. The unique keys are the judges of repeats and duplicates: the insert is tried first, and what
 * it ran into says which answer is true.
 */
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Checkout, Payment } from '../../domain/payment.ts';
import type { CreateRequest } from '../../domain/requests.ts';
import { LIVE_STATUSES } from '../../domain/state-table.ts';
import { PaymentEntity } from '../entities/payment.ts';
import { TransitionEntity } from '../entities/transition.ts';
import type { Records } from '../records.ts';
import { findPayment } from './payment-reader.ts';

export type InsertPayment = {
  readonly request: CreateRequest;
  readonly checkout: Checkout;
  readonly customerJwe: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type InsertResult =
  | { readonly kind: 'created'; readonly payment: Payment }
  /** The same request came before. */
  | { readonly kind: 'exists'; readonly payment: Payment }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'duplicate_order'; readonly paymentId: string };

export async function insertPayment(records: Records, insert: InsertPayment): Promise<InsertResult> {
  const { database, keyRing } = records;
  try {
    return await database.em.fork().transactional(async (em) => {
      em.create(PaymentEntity, toRow(insert));
      em.create(TransitionEntity, {
        payment: insert.request.paymentId,
        transitionId: '0-created',
        toStatus: 'READY',
        version: 1,
        occurredAt: insert.createdAt,
      });
      await em.flush();
      const payment = await findPayment({ em, keyRing }, insert.request.paymentId);
      if (payment === null) throw new Error('a payment just inserted is not to be found');
      return { kind: 'created', payment };
    });
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException)
      return await explain(records, insert.request, error);
    throw error;
  }
}

/** Which unique key said no, and what it protects. */
async function explain(
  { database, keyRing }: Records,
  request: CreateRequest,
  cause: unknown,
): Promise<InsertResult> {
  const em = database.em.fork();
  const { paymentId, userId, idempotencyKeyHash, orderId } = request;
  const sameId = await findPayment({ em, keyRing }, paymentId);
  if (sameId !== null) {
    return sameId.requestHash === request.requestHash
      ? { kind: 'exists', payment: sameId }
      : { kind: 'key_reused' };
  }
  if (idempotencyKeyHash !== null && (await em.count(PaymentEntity, { userId, idempotencyKeyHash })) > 0) {
    return { kind: 'key_reused' };
  }
  const live = await em.findOne(PaymentEntity, {
    userId,
    orderId,
    status: { $in: [...LIVE_STATUSES] },
  });
  if (live !== null) return { kind: 'duplicate_order', paymentId: live.paymentId };
  // The row that stood in the way has gone or ended meanwhile: the caller tries again.
  throw cause;
}

function toRow({ request, checkout, customerJwe, createdAt, expiresAt }: InsertPayment) {
  const { paymentId, userId, idempotencyKeyHash, requestHash, orderId, orderName } = request;
  const { items, amount, currency, method, provider, metadata } = request;
  return {
    ...{ paymentId, userId, idempotencyKeyHash, requestHash, orderId, orderName },
    ...{ items, amount, currency, method, provider, metadata },
    methodType: method.type,
    status: 'READY' as const,
    version: 1,
    checkout,
    customerJwe,
    eventSequence: 0,
    publishedSequence: 0,
    createdAt,
    updatedAt: createdAt,
    expiresAt,
  };
}
