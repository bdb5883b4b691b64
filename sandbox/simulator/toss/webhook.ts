/**
 * Toss Payments' webhooks (docs.tosspayments.com/reference/using-api/webhook-events): not signed, the whole payment in
 * the body. The window's opening and the customer's agreement are not told.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JournalEntry } from '../journal-entries.ts';
import { type LedgerPayment, speakingAttempt } from '../ledger-state.ts';
import type { Webhook } from '../webhooks/sender.ts';
import type { Batch, Teller } from '../webhooks/teller.ts';
import { inKorea, paymentView, type Told, transactionKeyOf } from './payment-view.ts';
import type { TossStore } from './store.ts';

export function tossTeller({ merchantId }: Pick<TossStore, 'merchantId'>): Teller {
  return {
    storeId: merchantId,
    tell: (entry, batch, ledger) => {
      const payment = ledger.find(entry.paymentId);
      return payment === undefined ? [] : toldOf(entry, batch, payment);
    },
    tellByHand: (payment, type = 'PAYMENT_STATUS_CHANGED') => {
      const told = lastTold(payment);
      if (told === undefined) return undefined;
      if (type === 'DEPOSIT_CALLBACK') return depositCallback(told);
      return event(payment.paymentId, type, paymentView(told, undefined));
    },
  };
}

/** An account was paid into, closed, or its deposit taken back. Flat, without a type, and with the payment's own secret. */
function depositCallback(told: Told): Webhook {
  const { status, secret, lastTransactionKey } = viewSchema.parse(paymentView(told, undefined));
  const { paymentId } = told.payment;
  return webhook(paymentId, 'DEPOSIT_CALLBACK', {
    createdAt: createdAt(),
    secret: secret ?? '',
    status,
    transactionKey: lastTransactionKey ?? transactionKeyOf(told.attempt.transactionId),
    orderId: paymentId,
  });
}

const viewSchema = z.object({
  status: z.string(),
  secret: z.string().nullable(),
  lastTransactionKey: z.string().nullable(),
});

function toldOf(entry: JournalEntry, batch: Batch, payment: LedgerPayment): readonly Webhook[] {
  switch (entry.type) {
    case 'approved':
    case 'declined':
    case 'expired':
    case 'account_issued':
    case 'account_closed':
    case 'deposit_reversed': {
      const attempt = payment.attempts.find(({ transactionId }) => transactionId === entry.transactionId);
      if (attempt === undefined) return [];
      const told = { payment, attempt };
      const isOfAccount = attempt.account !== null && entry.type !== 'account_issued';
      return [statusChanged(told), ...(isOfAccount ? [depositCallback(told)] : [])];
    }
    case 'cancelled':
    case 'cancellation_failed':
      return [
        ...(wasUnderWay(entry, batch) ? cancelChanged(payment, entry.cancellationId) : []),
        ...(entry.type === 'cancelled' ? [lastTold(payment)] : [])
          .filter((told) => told !== undefined)
          .map(statusChanged),
      ];
    case 'attempt_started':
    case 'authenticated':
    case 'attempt_pending':
    case 'cancellation_requested':
    case 'answer_kept':
    case 'call':
      return [];
  }
}

/** Accepted some time ago, and ended now. */
function wasUnderWay({ cancellationId }: { cancellationId: string }, batch: Batch): boolean {
  return !batch.some(
    (entry) => entry.type === 'cancellation_requested' && entry.cancellationId === cancellationId,
  );
}

function statusChanged(told: Told): Webhook {
  return event(told.payment.paymentId, 'PAYMENT_STATUS_CHANGED', paymentView(told, undefined));
}

/** The cancellation alone, as documented: which payment it is of, it does not say. */
function cancelChanged(payment: LedgerPayment, cancellationId: string): readonly Webhook[] {
  const told = lastTold(payment);
  if (told === undefined) return [];
  const { cancels } = cancelsSchema.parse(paymentView(told, undefined));
  return cancels
    .filter(({ transactionKey }) => transactionKey === transactionKeyOf(cancellationId))
    .map((cancel) => event(payment.paymentId, 'CANCEL_STATUS_CHANGED', cancel));
}

const cancelsSchema = z.object({ cancels: z.array(z.looseObject({ transactionKey: z.string() })) });

function lastTold(payment: LedgerPayment): Told | undefined {
  const attempt = speakingAttempt(payment);
  return attempt && { payment, attempt };
}

function event(paymentId: string, eventType: string, data: object): Webhook {
  return webhook(paymentId, eventType, { eventType, createdAt: createdAt(), data });
}

function webhook(paymentId: string, type: string, body: object): Webhook {
  const id = `whtrans_${randomUUID().replaceAll('-', '')}`;
  return {
    ...{ id, paymentId, type, body: JSON.stringify(body) },
    headersAt: ({ nowMs, retriedCount }) => ({
      'tosspayments-webhook-transmission-id': id,
      'tosspayments-webhook-transmission-time': inKorea(new Date(nowMs).toISOString()),
      'tosspayments-webhook-transmission-retried-count': `${retriedCount}`,
    }),
  };
}

/** Korea's time, to the microsecond, without an offset. */
function createdAt(): string {
  return new Date(Date.now() + 9 * 3_600_000).toISOString().replace('Z', '000');
}
