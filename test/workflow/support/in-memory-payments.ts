/**
 * The database in memory, for tests in which time is skipped: the same rules as `db/stores/write-change.ts`
 * (compare-and-set, repeat by transition id), without PostgreSQL.
 */
import type { WriteResult } from '../../../db/stores/write-change.ts';
import type { PaymentChange } from '../../../domain/changes/payment-change.ts';
import type { EventType } from '../../../domain/events.ts';
import type { RecordedOperatorAction } from '../../../domain/operator.ts';
import type { Cancellation, Payment } from '../../../domain/payment.ts';
import type { CreateRequest } from '../../../domain/requests.ts';
import { cancellation, payment } from '../../../scripts/outcomes/samples.ts';

export type InMemoryPayments = {
  /** After a change was written, and told to its writer. */
  onWrite: (change: PaymentChange) => void;
  /** A rule of the database says no to these. */
  refuses: (change: PaymentChange) => boolean;
  /** The database does not answer while true. */
  isDown: boolean;
  readonly events: readonly { readonly paymentId: string; readonly type: EventType }[];
  /** What operators did, oldest first. */
  actionsOf(paymentId: string): readonly RecordedOperatorAction[];
  find(paymentId: string): Payment | null;
  create(request: CreateRequest, at: { readonly nowMs: number; readonly expiresAfterMs: number }): Payment;
  write(change: PaymentChange): WriteResult;
  markPublished(paymentId: string): number;
  /** The gateway was sent this cancellation. */
  markSent(paymentId: string, cancellationId: string): void;
};

export function createInMemoryPayments(): InMemoryPayments {
  const payments = new Map<string, Payment>();
  const transitions = new Set<string>();
  const actions = new Map<string, readonly RecordedOperatorAction[]>();
  const events: { paymentId: string; type: EventType }[] = [];

  function get(paymentId: string): Payment {
    const payment = payments.get(paymentId);
    if (payment === undefined) throw new Error(`no payment ${paymentId}`);
    return payment;
  }

  return {
    isDown: false,
    refuses: () => false,
    onWrite: () => undefined,
    events,
    actionsOf: (paymentId) => actions.get(paymentId) ?? [],
    find: (paymentId) => payments.get(paymentId) ?? null,
    create(request, at) {
      const created = payments.get(request.paymentId) ?? newPayment(request, at);
      payments.set(request.paymentId, created);
      return created;
    },
    write(change) {
      const before = get(change.paymentId);
      if (this.refuses(change)) return { kind: 'refused', rule: 'a test', payment: before };
      const name = `${change.paymentId}/${change.transitionId}`;
      if (before.version !== change.fromVersion) {
        return { kind: transitions.has(name) ? 'written' : 'conflict', payment: before };
      }
      transitions.add(name);
      if (change.event !== undefined) events.push({ paymentId: change.paymentId, type: change.event });
      if (change.operator !== undefined) {
        const { operator, paymentId, transitionId, to: toStatus } = change;
        const at = new Date().toISOString();
        const action = { ...operator, at, fromStatus: before.status, toStatus, transitionId };
        actions.set(paymentId, [...(actions.get(paymentId) ?? []), action]);
      }
      const payment = changed(before, change);
      payments.set(change.paymentId, payment);
      this.onWrite(change);
      return { kind: 'written', payment };
    },
    markPublished(paymentId) {
      const payment = get(paymentId);
      payments.set(paymentId, { ...payment, publishedSequence: payment.eventSequence });
      return payment.eventSequence;
    },
    markSent(paymentId, cancellationId) {
      const payment = get(paymentId);
      const cancellations = payment.cancellations.map((row) =>
        row.cancellationId === cancellationId ? { ...row, firstSentAt: '2026-01-01T00:00:00.000Z' } : row,
      );
      payments.set(paymentId, { ...payment, cancellations });
    },
  };
}

function changed(before: Payment, change: PaymentChange): Payment {
  const { set = {}, amend } = change;
  const opened = change.open === undefined ? [] : [openedRow(change)];
  const fields = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...fields,
    status: change.to,
    version: before.version + 1,
    eventSequence: before.eventSequence + (change.event === undefined ? 0 : 1),
    cancellations: [...before.cancellations, ...opened].map((row) =>
      row.cancellationId === amend?.cancellationId
        ? {
            ...row,
            amount: amend.amount ?? row.amount,
            status: amend.status ?? row.status,
            pgCancellationId: amend.pgCancellationId ?? row.pgCancellationId,
            refusalCode: amend.refusal?.pgCode ?? row.refusalCode,
            hasRefundAccount: row.hasRefundAccount || amend.refundAccount !== undefined,
            ...amend.suppliedBy,
          }
        : row,
    ),
  };
}

function openedRow({ open, paymentId }: PaymentChange): Cancellation {
  if (open === undefined) throw new Error('nothing is opened');
  const { identity, amount, reason, origin, status, pgCancellationId, refundAccount } = open;
  const isMinted = identity.kind === 'minted';
  return cancellation({
    cancellationId: isMinted ? identity.cancellationId : `can_${paymentId}_${origin}_${identity.pgId}`,
    idempotencyKeyHash: isMinted ? identity.idempotencyKeyHash : null,
    requestHash: isMinted ? identity.requestHash : null,
    hasRefundAccount: refundAccount !== undefined,
    ...{ amount, reason, origin, status },
    pgCancellationId: pgCancellationId ?? null,
  });
}

function newPayment(request: CreateRequest, at: { nowMs: number; expiresAfterMs: number }): Payment {
  const { paymentId, userId, orderId, orderName, amount, currency, method, provider, requestHash } = request;
  return payment({
    ...{ paymentId, userId, orderId, orderName, amount, currency, method, provider, requestHash },
    version: 1,
    checkout: { provider, sdk: {} },
    createdAt: new Date(at.nowMs).toISOString(),
    expiresAt: new Date(at.nowMs + at.expiresAfterMs).toISOString(),
  });
}
