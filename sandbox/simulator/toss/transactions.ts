/** `GET /v1/transactions`: every approval and every cancellation in a time, oldest first, in pages. */
import { z } from 'zod';
import { toMajor } from '../../../domain/major-units.ts';
import type { Answer } from '../deliver.ts';
import { jsonAnswer } from '../idempotency.ts';
import type { Journal } from '../journal.ts';
import type { JournalEntry } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { approvedAttempt } from '../ledger-state.ts';
import { errorAnswer } from './errors.ts';
import { inKorea, paymentView, transactionKeyOf } from './payment-view.ts';

/** Without an offset, the time is Korea's. */
const time = z
  .string()
  .transform((text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text))
  .transform((text) => (/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+09:00`))
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => Date.parse(text));

const querySchema = z.object({
  startDate: time,
  endDate: time,
  startingAfter: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(100),
});

export type Books = { ledger: Ledger; journal: Journal; merchantId: string };

export function listTransactions(books: Books, rawQuery: Record<string, string>): Answer {
  const query = querySchema.safeParse(rawQuery);
  if (!query.success) return errorAnswer('INVALID_REQUEST', z.prettifyError(query.error));
  const { startDate, endDate, startingAfter, limit } = query.data;
  const transactions = books.journal
    .entries()
    .filter(({ at }) => Date.parse(at) >= startDate && Date.parse(at) <= endDate)
    .flatMap((entry) => transactionOf(books, entry) ?? []);
  const after = transactions.findIndex(({ transactionKey }) => transactionKey === startingAfter);
  // As seen there.
  if (startingAfter !== undefined && after === -1)
    return errorAnswer('INVALID_TRANSACTION_KEY', '잘못된 페이징 키 입니다.');
  return jsonAnswer(200, JSON.stringify(transactions.slice(after + 1, after + 1 + limit)));
}

const told = z.object({ method: z.string() });

function transactionOf({ ledger, merchantId }: Books, entry: JournalEntry) {
  if (entry.type !== 'approved' && entry.type !== 'cancelled') return undefined;
  const payment = ledger.find(entry.paymentId);
  const attempt = payment && approvedAttempt(payment);
  if (!payment || attempt?.terms.storeId !== merchantId) return undefined;
  const isApproval = entry.type === 'approved';
  const amount = toMajor(entry.amountMinor, attempt.terms.currency);
  return {
    mId: merchantId,
    transactionKey: transactionKeyOf(isApproval ? entry.transactionId : entry.cancellationId),
    paymentKey: attempt.transactionId,
    orderId: entry.paymentId,
    method: told.parse(paymentView({ payment, attempt }, undefined)).method,
    customerKey: null,
    useEscrow: false,
    receiptUrl: null,
    status: isApproval
      ? 'DONE'
      : entry.amountMinor === attempt.terms.totalMinor
        ? 'CANCELED'
        : 'PARTIAL_CANCELED',
    transactionAt: inKorea(entry.at),
    currency: attempt.terms.currency,
    amount: isApproval ? amount : -amount,
  };
}
