/**
 * The books of the simulated gateway, in no vendor's words: each command checks, writes the journal, then changes
 * what is remembered. The dialects (`portone/`, `toss/`) only translate to and from it.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Journal } from './journal.ts';
import type {
  EntryOf,
  JournalEntry,
  MaskedCard,
  OrderTerms,
  OutcomeName,
  RefundAccount,
} from './journal-entries.ts';
import {
  type Attempt,
  applyEntry,
  approvedAttempt,
  type Books,
  booksOf,
  isOpen,
  type LedgerCancellation,
  type LedgerPayment,
} from './ledger-state.ts';
import { type AccountCommands, accountCommands, newAccount } from './virtual-accounts.ts';

export type AttemptOrder = { paymentId: string; terms: OrderTerms; card: MaskedCard | null };

export type Settlement =
  /** The money is there; of a virtual account: it is issued, and the money comes with the deposit. */
  | { kind: 'approve' }
  | { kind: 'decline'; code: string; message: string }
  /** Agreed to; `settle` moves the money. */
  | { kind: 'authenticate'; outcome: OutcomeName }
  | { kind: 'pend' }
  | { kind: 'leave_open' };

export type CancellationOrder = {
  paymentId: string;
  amountMinor: number;
  reason: string;
  trigger: EntryOf<'cancellation_requested'>['trigger'];
  idempotencyKey: string | null;
  refundAccount?: RefundAccount | undefined;
  /** Left out: settled at once. */
  asynchronous?: { settles: EntryOf<'cancellation_requested'>['settles'] } | undefined;
};

export type Ledger = AccountCommands & {
  find(paymentId: string): LedgerPayment | undefined;
  /** The attempt of this id, and whose it is. */
  findAttempt(transactionId: string): { payment: LedgerPayment; attempt: Attempt } | undefined;
  list(): readonly LedgerPayment[];
  books(paymentId: string): Books;
  /** Undefined when the payment was approved before: it cannot be paid twice. */
  attempt(order: AttemptOrder, settlement: Settlement): Attempt | undefined;
  /** Moves an open attempt on. False when it is not open, or it must not be approved any more. */
  settle(transactionId: string, settlement: Settlement): boolean;
  /** Ends the session of an attempt that waits to be confirmed. False when there is none. */
  expireSession(paymentId: string, olderThanMs?: number): boolean;
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
    const entry = settledCancellation(payments.get(paymentId), outcome, at());
    if (entry) record(entry);
    return entry !== undefined;
  };

  const findIn = (transactionId: string) => findAttempt(payments, transactionId);
  const settle: Ledger['settle'] = (transactionId, settlement) => {
    const found = findIn(transactionId);
    if (!found || !isOpen(found.attempt)) return false;
    const { payment, attempt } = found;
    if (settlement.kind === 'approve' && approvedAttempt(payment)) return false;
    record(...settledBy(settlement, { at: at(), paymentId: payment.paymentId, ...attempt }));
    return true;
  };
  const expireSession: Ledger['expireSession'] = (paymentId, olderThanMs = 0) => {
    const waiting = waitingSession(payments.get(paymentId), now().getTime() - olderThanMs);
    if (waiting) record({ type: 'expired', at: at(), paymentId, transactionId: waiting.transactionId });
    return waiting !== undefined;
  };

  return {
    find: (paymentId) => payments.get(paymentId),
    findAttempt: findIn,
    settle,
    expireSession,
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
      const attempt = payments.get(paymentId)?.attempts.find(({ status }) => status === 'PENDING');
      return attempt !== undefined && settle(attempt.transactionId, settlement);
    },
    ...accountCommands({ find: (paymentId) => payments.get(paymentId), findAttempt: findIn, record, at }),
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
        while (expireSession(paymentId, SESSION_MS));
      }
    },
  };
}

/** Toss: ten minutes from the customer's agreement to the confirmation (docs.tosspayments.com/en/webhooks). */
const SESSION_MS = 10 * 60_000;

type Settled = { at: string; paymentId: string; transactionId: string; terms: OrderTerms };

function settledBy(settlement: Settlement, { at, paymentId, transactionId, terms }: Settled): JournalEntry[] {
  const common = { at, paymentId, transactionId };
  switch (settlement.kind) {
    case 'leave_open':
      return [];
    case 'authenticate':
      return [{ type: 'authenticated', ...common, outcome: settlement.outcome }];
    case 'pend':
      return [{ type: 'attempt_pending', ...common }];
    case 'decline':
      return [{ type: 'declined', ...common, code: settlement.code, message: settlement.message }];
    case 'approve': {
      if (terms.payMethod === 'VIRTUAL_ACCOUNT')
        return [{ type: 'account_issued', ...common, account: newAccount(at, terms.validForMs) }];
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

/** The oldest that waits. */
function settledCancellation(
  payment: LedgerPayment | undefined,
  outcome: 'SUCCEEDED' | 'FAILED',
  at: string,
): JournalEntry | undefined {
  const waiting = waitingCancellation(payment);
  if (!payment || !waiting) return undefined;
  const { cancellationId, amountMinor, idempotencyKey } = waiting;
  const type = outcome === 'SUCCEEDED' ? 'cancelled' : 'cancellation_failed';
  return { type, at, paymentId: payment.paymentId, cancellationId, amountMinor, idempotencyKey };
}

function findAttempt(payments: ReadonlyMap<string, LedgerPayment>, transactionId: string) {
  for (const payment of payments.values()) {
    const attempt = payment.attempts.find((each) => each.transactionId === transactionId);
    if (attempt) return { payment, attempt };
  }
  return undefined;
}

/** An attempt that was agreed to by then, and is not confirmed. */
function waitingSession(payment: LedgerPayment | undefined, byMs: number): Attempt | undefined {
  return payment?.attempts.find(
    ({ status, changedAt }) => status === 'AUTHENTICATED' && Date.parse(changedAt) <= byMs,
  );
}

function waitingCancellation(payment: LedgerPayment | undefined): LedgerCancellation | undefined {
  return payment?.cancellations.find(({ status }) => status === 'REQUESTED');
}
