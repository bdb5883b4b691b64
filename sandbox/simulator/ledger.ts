/**
 * The books of the simulated gateway, in no vendor's words: each command checks, writes the journal, then changes
 * what is remembered. The dialects (`portone/`) only translate to and from it.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Journal } from './journal.ts';
import type { EntryOf, JournalEntry, MaskedCard, OrderTerms } from './journal-entries.ts';
import {
  type Attempt,
  applyEntry,
  approvedAttempt,
  type Books,
  booksOf,
  type LedgerCancellation,
  type LedgerPayment,
} from './ledger-state.ts';

export type AttemptOrder = { paymentId: string; terms: OrderTerms; card: MaskedCard | null };

export type Settlement =
  | { kind: 'approve' }
  | { kind: 'decline'; code: string; message: string }
  | { kind: 'pend' }
  | { kind: 'leave_open' };

export type CancellationOrder = {
  paymentId: string;
  amountMinor: number;
  reason: string;
  trigger: EntryOf<'cancellation_requested'>['trigger'];
  idempotencyKey: string | null;
  /** Left out: settled at once. */
  asynchronous?: { settles: EntryOf<'cancellation_requested'>['settles'] } | undefined;
};

export type Ledger = {
  find(paymentId: string): LedgerPayment | undefined;
  list(): readonly LedgerPayment[];
  books(paymentId: string): Books;
  /** Undefined when the payment was approved before: it cannot be paid twice. */
  attempt(order: AttemptOrder, settlement: Settlement): Attempt | undefined;
  /** Ends an attempt that waits. False when there is none, or it must not be approved any more. */
  settlePending(paymentId: string, settlement: Settlement): boolean;
  /** The caller has checked the amount; the journal asserts it. Answers the cancellation's id. */
  cancel(order: CancellationOrder): string;
  /** Ends the oldest cancellation that waits. False when there is none. */
  settleCancellation(paymentId: string, outcome: 'SUCCEEDED' | 'FAILED'): boolean;
  /** Settles what was to settle by itself until now. */
  settleDue(): void;
};

export function openLedger(journal: Journal, now: () => Date): Ledger {
  const payments = new Map<string, LedgerPayment>();
  for (const entry of journal.entries()) applyEntry(payments, entry);

  const record = (...entries: JournalEntry[]): void => {
    journal.append(...entries);
    for (const entry of entries) applyEntry(payments, entry);
  };
  const at = (): string => now().toISOString();

  const settleCancellation: Ledger['settleCancellation'] = (paymentId, outcome) => {
    const waiting = waitingCancellation(payments.get(paymentId));
    if (!waiting) return false;
    const { cancellationId, amountMinor, idempotencyKey } = waiting;
    const type = outcome === 'SUCCEEDED' ? 'cancelled' : 'cancellation_failed';
    record({ type, at: at(), paymentId, cancellationId, amountMinor, idempotencyKey });
    return true;
  };

  return {
    find: (paymentId) => payments.get(paymentId),
    list: () => [...payments.values()],
    books: (paymentId) => booksOf(payments.get(paymentId) ?? { paymentId, attempts: [], cancellations: [] }),
    attempt: ({ paymentId, terms, card }, settlement) => {
      const known = payments.get(paymentId);
      if (known && approvedAttempt(known)) return undefined;
      const transactionId = randomUUID();
      const common = { at: at(), paymentId, transactionId };
      record(
        { type: 'attempt_started', ...common, terms, card },
        ...settledBy(settlement, { ...common, terms }),
      );
      return payments.get(paymentId)?.attempts.at(-1);
    },
    settlePending: (paymentId, settlement) => {
      const payment = payments.get(paymentId);
      const attempt = payment?.attempts.find(({ status }) => status === 'PENDING');
      if (!payment || !attempt) return false;
      if (settlement.kind === 'approve' && approvedAttempt(payment)) return false;
      record(...settledBy(settlement, { at: at(), paymentId, ...attempt }));
      return true;
    },
    cancel: (order) => {
      const cancellationId = randomUUID();
      record(...cancelledBy(order, { at: at(), cancellationId }));
      return cancellationId;
    },
    settleCancellation,
    settleDue: () => {
      for (const [paymentId, payment] of payments) {
        const settles = waitingCancellation(payment)?.settles;
        if (settles && settles.at <= at()) settleCancellation(paymentId, settles.outcome);
      }
    },
  };
}

type Settled = { at: string; paymentId: string; transactionId: string; terms: OrderTerms };

function settledBy(settlement: Settlement, { at, paymentId, transactionId, terms }: Settled): JournalEntry[] {
  const common = { at, paymentId, transactionId };
  switch (settlement.kind) {
    case 'leave_open':
      return [];
    case 'pend':
      return [{ type: 'attempt_pending', ...common }];
    case 'decline':
      return [{ type: 'declined', ...common, code: settlement.code, message: settlement.message }];
    case 'approve': {
      const { totalMinor: amountMinor, currency } = terms;
      return [
        { type: 'approved', ...common, amountMinor, currency, approvalNumber: `${randomInt(1e7, 1e8)}` },
      ];
    }
  }
}

function cancelledBy(
  { asynchronous, ...order }: CancellationOrder,
  made: { at: string; cancellationId: string },
): JournalEntry[] {
  const { paymentId, amountMinor, idempotencyKey } = order;
  const settles = asynchronous?.settles ?? null;
  const requested: JournalEntry = { type: 'cancellation_requested', ...made, ...order, settles };
  if (asynchronous) return [requested];
  return [requested, { type: 'cancelled', ...made, paymentId, amountMinor, idempotencyKey }];
}

function waitingCancellation(payment: LedgerPayment | undefined): LedgerCancellation | undefined {
  return payment?.cancellations.find(({ status }) => status === 'REQUESTED');
}
