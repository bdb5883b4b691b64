/**
 * Writes one change in one transaction: state, cancellation row, history with the operator's part in it, event and
 * sequence number (rule 6).
 * Compare-and-set on the version; the transition id makes a repeat change nothing; a conflict changes nothing either.
 */
import { ConstraintViolationException, LockMode } from '@mikro-orm/core';
import type { PaymentChange, PaymentFields } from '../../domain/changes/payment-change.ts';
import { CANCELLATION_EVENT_TYPES, type EventData, type EventType } from '../../domain/events.ts';
import { eventId } from '../../domain/ids.ts';
import { cancelledAmount, type Payment } from '../../domain/payment.ts';
import { encryptColumn } from '../../platform/crypto/jwe.ts';
import { OutboxEventEntity } from '../entities/outbox-event.ts';
import { PaymentEntity, type PaymentRow } from '../entities/payment.ts';
import { TransitionEntity } from '../entities/transition.ts';
import type { Database } from '../orm.ts';
import type { Records } from '../records.ts';
import { writeOperatorAction } from './operator-actions.ts';
import { findPayment, type Reading } from './payment-reader.ts';
import { type ChangeContext, writeCancellation } from './write-cancellation.ts';

type EntityManager = Database['em'];

export type WriteResult =
  /** Written now, or by an earlier attempt of the same change. */
  | { readonly kind: 'written'; readonly payment: Payment }
  /** Somebody else changed the payment first: decide anew with what it is now. */
  | { readonly kind: 'conflict'; readonly payment: Payment }
  /** A rule of the database says no, and will say so again: nothing was written. */
  | { readonly kind: 'refused'; readonly payment: Payment; readonly rule: string };

export async function writeChange(
  records: Records,
  change: PaymentChange,
  context: ChangeContext,
): Promise<WriteResult> {
  try {
    return await writeInTransaction(records, change, context);
  } catch (error) {
    if (!(error instanceof ConstraintViolationException)) throw error;
    const rule = 'constraint' in error ? String(error.constraint) : 'a constraint';
    const { database, keyRing } = records;
    return {
      kind: 'refused',
      rule,
      payment: await reread({ em: database.em.fork(), keyRing }, change.paymentId),
    };
  }
}

async function writeInTransaction(
  { database, keyRing }: Records,
  change: PaymentChange,
  context: ChangeContext,
): Promise<WriteResult> {
  return await database.em.fork().transactional(async (em) => {
    const within = { em, keyRing };
    const { paymentId, fromVersion, transitionId } = change;
    const row = await em.findOneOrFail(
      PaymentEntity,
      { paymentId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (row.version !== fromVersion) {
      const isRepeat = (await em.count(TransitionEntity, { payment: paymentId, transitionId })) > 0;
      return { kind: isRepeat ? 'written' : 'conflict', payment: await reread(within, paymentId) };
    }
    const version = row.version + 1;
    const fromStatus = row.status;
    em.create(TransitionEntity, {
      payment: paymentId,
      transitionId,
      fromStatus,
      toStatus: change.to,
      version,
      occurredAt: context.now,
    });
    setFields(row, change, { version, now: context.now });
    await setVirtualAccount(within, row, change.set);
    await em.flush();
    const { operatorWordsJwe: wordsJwe, now } = context;
    await writeOperatorAction(em, change, { fromStatus, version, wordsJwe, now });
    const cancellationId = await writeCancellation(within, change, context);
    const payment = await reread(within, paymentId);
    if (change.event !== undefined) {
      const isOfCancellation = CANCELLATION_EVENT_TYPES.includes(change.event);
      const data = eventData(payment, {
        sequence: row.eventSequence,
        cancellationId: isOfCancellation ? cancellationId : undefined,
        now: context.now,
      });
      await writeEvent(em, change.event, data);
    }
    return { kind: 'written', payment };
  });
}

function setFields(row: PaymentRow, change: PaymentChange, at: { version: number; now: Date }): void {
  const { set = {} } = change;
  row.status = change.to;
  row.version = at.version;
  row.updatedAt = at.now;
  if (change.event !== undefined) row.eventSequence += 1;
  if (set.pgTransactionId !== undefined) row.pgTransactionId = set.pgTransactionId;
  if (set.held !== undefined) {
    row.heldAmount = set.held.amountMinor;
    row.heldCurrency = set.held.currency;
  }
  if (set.approvedAt !== undefined) row.approvedAt = new Date(set.approvedAt);
  if (set.confirmation !== undefined) {
    row.confirmingTransactionId = set.confirmation?.pgTransactionId ?? null;
    row.confirmFirstSentAt = null;
  }
  if (set.decline !== undefined) row.decline = set.decline;
  if (set.failureCode !== undefined) row.failureCode = set.failureCode;
  if (set.attention !== undefined) row.attention = set.attention;
}

/** Where to pay in, and until when: from then on that is the payment's time. */
async function setVirtualAccount(
  { keyRing }: Reading,
  row: PaymentRow,
  set: PaymentFields = {},
): Promise<void> {
  if (set.expiresAt !== undefined) row.expiresAt = new Date(set.expiresAt);
  if (set.virtualAccount !== undefined)
    row.virtualAccountJwe = await encryptColumn(keyRing, set.virtualAccount);
}

async function writeEvent(em: EntityManager, type: EventType, data: EventData): Promise<void> {
  em.create(OutboxEventEntity, {
    id: eventId(data.paymentId, data.sequence),
    aggregatetype: 'payment',
    aggregateid: data.paymentId,
    type,
    payload: data,
    sequence: data.sequence,
    occurredAt: new Date(data.occurredAt),
  });
  await em.flush();
}

function eventData(
  payment: Payment,
  { sequence, cancellationId, now }: { sequence: number; cancellationId: string | undefined; now: Date },
): EventData {
  const cancellation = payment.cancellations.find((each) => each.cancellationId === cancellationId);
  return {
    paymentId: payment.paymentId,
    orderId: payment.orderId,
    userId: payment.userId,
    amount: payment.amount,
    currency: payment.currency,
    method: payment.method.type,
    provider: payment.provider,
    pgTransactionId: payment.pgTransactionId,
    status: payment.status,
    sequence,
    occurredAt: now.toISOString(),
    ...(cancellation === undefined
      ? {}
      : {
          cancellation: {
            cancellationId: cancellation.cancellationId,
            amount: cancellation.amount,
            remaining: (payment.held?.amountMinor ?? 0) - cancelledAmount(payment),
          },
        }),
  };
}

async function reread(within: Reading, paymentId: string): Promise<Payment> {
  const payment = await findPayment(within, paymentId);
  if (payment === null) throw new Error(`payment ${paymentId} vanished within a transaction`);
  return payment;
}
