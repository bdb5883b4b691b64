/**
 * PortOne's webhooks, version 2024-04-25: what happened in the ledger in its words, signed by Standard Webhooks. Its body
 * holds ids and no outcome.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { JournalEntry } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { approvedAttempt, booksOf, type LedgerPayment, speakingAttempt } from '../ledger-state.ts';
import type { Webhook } from '../webhooks/sender.ts';
import type { Teller } from '../webhooks/teller.ts';

export type PortOneWebhooks = { readonly storeId: string; readonly secret: string };

type WebhookOrder = {
  readonly paymentId: string;
  readonly type: string;
  readonly transactionId: string;
  readonly cancellationId?: string | undefined;
};

export function portOneTeller(shop: PortOneWebhooks): Teller {
  return {
    storeId: shop.storeId,
    tell: (entry, _batch, ledger) => {
      const order = webhookOrderOf(entry, ledger);
      return order === undefined ? [] : [toWebhook(shop, order)];
    },
    tellByHand: (payment, type = 'Transaction.Paid') => {
      const attempt = speakingAttempt(payment);
      const { paymentId } = payment;
      return attempt && toWebhook(shop, { paymentId, type, transactionId: attempt.transactionId });
    },
  };
}

/** What PortOne tells of this entry; undefined when nothing. */
function webhookOrderOf(entry: JournalEntry, ledger: Ledger): WebhookOrder | undefined {
  const payment = ledger.find(entry.paymentId);
  const type = payment && typeOf(entry, payment);
  if (!payment || type === undefined) return undefined;
  const { paymentId } = entry;
  if ('transactionId' in entry) return { paymentId, type, transactionId: entry.transactionId };
  const transactionId = approvedAttempt(payment)?.transactionId ?? '';
  return {
    paymentId,
    type,
    transactionId,
    ...('cancellationId' in entry && { cancellationId: entry.cancellationId }),
  };
}

function toWebhook(
  { storeId, secret }: PortOneWebhooks,
  { type, paymentId, transactionId, cancellationId }: WebhookOrder,
): Webhook {
  const id = `msg_${randomUUID()}`;
  const data = { paymentId, storeId, transactionId, ...(cancellationId !== undefined && { cancellationId }) };
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  return {
    id,
    paymentId,
    type,
    body,
    headersAt: ({ nowMs, isForged }) => {
      const timestamp = Math.floor(nowMs / 1_000);
      const key = isForged ? Buffer.from('not the secret') : keyOf(secret);
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      return {
        'webhook-id': id,
        'webhook-timestamp': `${timestamp}`,
        'webhook-signature': `v1,${signature}`,
      };
    },
  };
}

function typeOf(entry: JournalEntry, payment: LedgerPayment): string | undefined {
  switch (entry.type) {
    case 'attempt_started':
      return 'Transaction.Ready';
    case 'attempt_pending':
      return 'Transaction.PayPending';
    case 'account_issued':
      return 'Transaction.VirtualAccountIssued';
    // No word of its own for it: the payment is CANCELLED then.
    case 'account_closed':
      return 'Transaction.Cancelled';
    case 'approved':
      return 'Transaction.Paid';
    case 'declined':
      return 'Transaction.Failed';
    case 'cancellation_requested':
      return isSettled(payment, entry.cancellationId) ? undefined : 'Transaction.CancelPending';
    case 'cancelled':
      return booksOf(payment).held > 0 ? 'Transaction.PartialCancelled' : 'Transaction.Cancelled';
    // Only in Toss' dialect, which has webhooks of its own.
    case 'authenticated':
    case 'deposit_reversed':
    case 'expired':
    case 'cancellation_failed':
    case 'answer_kept':
    case 'call':
      return undefined;
  }
}

function isSettled({ cancellations }: LedgerPayment, cancellationId: string): boolean {
  return cancellations.some((one) => one.cancellationId === cancellationId && one.status !== 'REQUESTED');
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
