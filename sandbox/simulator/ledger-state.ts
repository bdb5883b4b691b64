/**
 * What the journal adds up to. Invariants, asserted here on every entry, live or read back: at most one approval
 * per payment id, one effect per cancellation, and never more cancelled than approved.
 */
import assert from 'node:assert/strict';
import type {
  Account,
  EntryOf,
  JournalEntry,
  MaskedCard,
  OrderTerms,
  OutcomeName,
} from './journal-entries.ts';

export type Attempt = {
  readonly transactionId: string;
  /** Of a deposit in another amount, that one: there is no other that the gateway could tell. */
  terms: OrderTerms;
  /** What the customer was asked for. */
  readonly askedMinor: number;
  readonly card: MaskedCard | null;
  readonly startedAt: string;
  status:
    | 'READY'
    | 'AUTHENTICATED'
    | 'PENDING'
    | 'ACCOUNT_ISSUED'
    | 'APPROVED'
    | 'DECLINED'
    | 'EXPIRED'
    | 'CLOSED';
  changedAt: string;
  approvalNumber: string | null;
  /** What confirming it will come to, once the customer has agreed. */
  outcome: OutcomeName | null;
  /** Null until one is issued, and for ever with other means. */
  account: (Account & { readonly issuedAt: string }) | null;
  closed: { readonly at: string; readonly reason: string } | null;
  decline: { readonly code: string; readonly message: string } | null;
};

export type LedgerCancellation = Omit<EntryOf<'cancellation_requested'>, 'type' | 'paymentId' | 'at'> & {
  readonly requestedAt: string;
  status: 'REQUESTED' | 'SUCCEEDED' | 'FAILED';
  settledAt: string | null;
};

export type LedgerPayment = {
  readonly paymentId: string;
  readonly attempts: Attempt[];
  readonly cancellations: LedgerCancellation[];
};

/** Minor units. `cancellable` also excludes what is on its way back. */
export type Books = { approved: number; cancelled: number; held: number; cancellable: number };

export function applyEntry(payments: Map<string, LedgerPayment>, entry: JournalEntry): void {
  if (entry.type === 'call' || entry.type === 'answer_kept') return;
  const payment = payments.get(entry.paymentId) ?? {
    paymentId: entry.paymentId,
    attempts: [],
    cancellations: [],
  };
  payments.set(entry.paymentId, payment);
  switch (entry.type) {
    case 'attempt_started':
      payment.attempts.push(startedAttempt(entry));
      break;
    case 'authenticated':
      moveAttempt(payment, entry, { to: 'AUTHENTICATED' }).outcome = entry.outcome;
      break;
    case 'expired':
      moveAttempt(payment, entry, { to: 'EXPIRED' });
      break;
    case 'attempt_pending':
      moveAttempt(payment, entry, { to: 'PENDING' });
      break;
    case 'account_issued':
      moveAttempt(payment, entry, { to: 'ACCOUNT_ISSUED' }).account = {
        ...entry.account,
        issuedAt: entry.at,
      };
      break;
    case 'account_closed':
      moveAttempt(payment, entry, { to: 'CLOSED', from: ['ACCOUNT_ISSUED'] }).closed = {
        at: entry.at,
        reason: entry.reason,
      };
      break;
    case 'approved':
      approve(payment, entry);
      break;
    case 'deposit_reversed':
      assert(payment.cancellations.length === 0, 'what was given back is not taken back');
      reverse(payment, entry);
      break;
    case 'declined':
      moveAttempt(payment, entry, { to: 'DECLINED' }).decline = { code: entry.code, message: entry.message };
      break;
    case 'cancellation_requested':
      assert(entry.amountMinor <= booksOf(payment).cancellable, 'never more is cancelled than was approved');
      payment.cancellations.push(requestedCancellation(entry));
      break;
    case 'cancelled':
      settleCancellation(payment, entry, 'SUCCEEDED');
      break;
    case 'cancellation_failed':
      settleCancellation(payment, entry, 'FAILED');
      break;
  }
}

export function approvedAttempt(payment: LedgerPayment): Attempt | undefined {
  return payment.attempts.find((attempt) => attempt.status === 'APPROVED');
}

/** The one that the gateway tells of: where money is, else where it can still come in, else the last. */
export function speakingAttempt(payment: LedgerPayment): Attempt | undefined {
  const waiting = payment.attempts.findLast(({ status }) => status === 'ACCOUNT_ISSUED');
  return approvedAttempt(payment) ?? waiting ?? payment.attempts.at(-1);
}

export function booksOf(payment: LedgerPayment): Books {
  const sum = (statuses: readonly LedgerCancellation['status'][]): number =>
    payment.cancellations
      .filter((cancellation) => statuses.includes(cancellation.status))
      .reduce((total, cancellation) => total + cancellation.amountMinor, 0);
  const approved = approvedAttempt(payment)?.terms.totalMinor ?? 0;
  const cancelled = sum(['SUCCEEDED']);
  return {
    approved,
    cancelled,
    held: approved - cancelled,
    cancellable: approved - cancelled - sum(['REQUESTED']),
  };
}

function startedAttempt({ transactionId, terms, card, at }: EntryOf<'attempt_started'>): Attempt {
  return {
    transactionId,
    terms,
    askedMinor: terms.totalMinor,
    card,
    startedAt: at,
    status: 'READY',
    changedAt: at,
    approvalNumber: null,
    outcome: null,
    account: null,
    closed: null,
    decline: null,
  };
}

/** By card from an open attempt; into an account also when it should take nothing any more. */
function approve(payment: LedgerPayment, entry: EntryOf<'approved'>): void {
  assert(approvedAttempt(payment) === undefined, 'at most one attempt of a payment is approved');
  const attempt = moveAttempt(payment, entry, {
    to: 'APPROVED',
    from: [...OPEN, 'ACCOUNT_ISSUED', 'CLOSED'],
  });
  attempt.approvalNumber = entry.approvalNumber;
  attempt.terms = { ...attempt.terms, totalMinor: entry.amountMinor };
}

function reverse(payment: LedgerPayment, entry: EntryOf<'deposit_reversed'>): void {
  const attempt = moveAttempt(payment, entry, { to: 'ACCOUNT_ISSUED', from: ['APPROVED'] });
  attempt.approvalNumber = null;
  attempt.terms = { ...attempt.terms, totalMinor: attempt.askedMinor };
}

const OPEN: readonly Attempt['status'][] = ['READY', 'AUTHENTICATED', 'PENDING'];

type Move = { to: Exclude<Attempt['status'], 'READY'>; from?: readonly Attempt['status'][] };

function moveAttempt(
  payment: LedgerPayment,
  entry: { transactionId: string; at: string },
  { to, from = OPEN }: Move,
): Attempt {
  const attempt = payment.attempts.find(({ transactionId }) => transactionId === entry.transactionId);
  assert(attempt, 'only an attempt that was started is settled');
  assert(from.includes(attempt.status), 'an attempt is settled once');
  attempt.status = to;
  attempt.changedAt = entry.at;
  return attempt;
}

export function isOpen({ status }: Attempt): boolean {
  return OPEN.includes(status);
}

function requestedCancellation(entry: EntryOf<'cancellation_requested'>): LedgerCancellation {
  const { type: _type, paymentId: _paymentId, at, ...rest } = entry;
  return { ...rest, requestedAt: at, status: 'REQUESTED', settledAt: null };
}

function settleCancellation(
  payment: LedgerPayment,
  entry: { cancellationId: string; at: string },
  status: 'SUCCEEDED' | 'FAILED',
): void {
  const cancellation = payment.cancellations.find(
    ({ cancellationId }) => cancellationId === entry.cancellationId,
  );
  assert(cancellation?.status === 'REQUESTED', 'a cancellation is settled once');
  cancellation.status = status;
  cancellation.settledAt = entry.at;
}
