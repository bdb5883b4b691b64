/**
 * Virtual accounts in the books: what is written when one is issued, paid into, closed, or a deposit is taken back. Time
 * ends none by itself: a bank may let money in when it should not, and no gateway tells that an account ran out.
 */
import { randomInt } from 'node:crypto';
import type { Account, EntryOf, JournalEntry } from './journal-entries.ts';
import { type Attempt, approvedAttempt, type LedgerPayment } from './ledger-state.ts';

const HOUR_MS = 3_600_000;
/** When the window is told nothing. Toss Payments' own is seven days; a day is enough to play with. */
const VALID_FOR_MS = 24 * HOUR_MS;

const ACCOUNT_HOLDER = '테스트상점';

/** Refunds to this account are refused: it is no account. */
export const NO_SUCH_ACCOUNT = '99999999999';

type Deposit = {
  /** Another amount than was asked for; left out, the right one. */
  amountMinor?: number | undefined;
  /** Let in although the account is past its date, or closed. */
  isLate: boolean;
};

export type AccountCommands = {
  /** Money comes into the account of this payment. Why not, or undefined when it did. */
  deposit(paymentId: string, deposit: Deposit): string | undefined;
  /** False when there is no deposit, or something of it was given back. */
  reverseDeposit(paymentId: string): boolean;
  /** Ends an account that waits for its deposit. False when this attempt has none. */
  closeAccount(transactionId: string, order: { reason: string; idempotencyKey: string | null }): boolean;
};

type Books = {
  find: (paymentId: string) => LedgerPayment | undefined;
  findAttempt: (transactionId: string) => { payment: LedgerPayment; attempt: Attempt } | undefined;
  record: (entry: JournalEntry) => void;
  at: () => string;
};

export function accountCommands({ find, findAttempt, record, at }: Books): AccountCommands {
  return {
    deposit: (paymentId, order) => {
      const entry = depositedInto(find(paymentId), order, at());
      if (typeof entry === 'string') return entry;
      record(entry);
      return undefined;
    },
    reverseDeposit: (paymentId) => {
      const entry = reversedDeposit(find(paymentId), at());
      if (entry) record(entry);
      return entry !== undefined;
    },
    closeAccount: (transactionId, order) => {
      const found = findAttempt(transactionId);
      if (found?.attempt.status !== 'ACCOUNT_ISSUED') return false;
      const { paymentId } = found.payment;
      record({ type: 'account_closed', at: at(), paymentId, transactionId, ...order });
      return true;
    },
  };
}

export function newAccount(at: string, validForMs: number = VALID_FOR_MS): Account {
  return {
    accountNumber: `562${`${randomInt(1e9)}`.padStart(9, '0')}`,
    holderName: ACCOUNT_HOLDER,
    dueAt: new Date(Date.parse(at) + validForMs).toISOString(),
  };
}

/** What is written for it, or why the bank does not take it. */
function depositedInto(
  payment: LedgerPayment | undefined,
  { amountMinor, isLate }: Deposit,
  at: string,
): EntryOf<'approved'> | string {
  const attempt = payment?.attempts.findLast(({ account }) => account !== null);
  if (!payment || !attempt?.account) return 'no account was issued';
  if (approvedAttempt(payment)) return 'it is paid already';
  if (!isLate && attempt.status === 'CLOSED') return 'the account is closed';
  if (!isLate && attempt.account.dueAt < at) return 'the account is past its date';
  const { transactionId, terms } = attempt;
  return {
    type: 'approved',
    at,
    paymentId: payment.paymentId,
    transactionId,
    amountMinor: amountMinor ?? terms.totalMinor,
    currency: terms.currency,
    approvalNumber: `${randomInt(1e7, 1e8)}`,
  };
}

/** The bank takes back a deposit that nothing of was given back yet; undefined when there is none. */
function reversedDeposit(
  payment: LedgerPayment | undefined,
  at: string,
): EntryOf<'deposit_reversed'> | undefined {
  const attempt = payment && approvedAttempt(payment);
  if (!payment || !attempt?.account || payment.cancellations.length > 0) return undefined;
  const { transactionId, terms } = attempt;
  const { paymentId } = payment;
  return { type: 'deposit_reversed', at, paymentId, transactionId, amountMinor: terms.totalMinor };
}
