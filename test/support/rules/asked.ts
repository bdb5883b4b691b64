/** Unknown is not failed: no payment ends without money unless the gateway itself had said so by then. */
import type { EntryOf, JournalEntry } from '../../../sandbox/simulator/journal-entries.ts';
import type { OfPayment, OurBooks } from '../records.ts';

/** Times in the journal and in our database are rounded to milliseconds, each for itself. */
const ROUNDING_MS = 2;

export function* asked({ payment, journal }: OfPayment): Generator<string> {
  const end = payment.transitions.find(({ from, to }) => from !== to && isEnd(to));
  if (end === undefined) return;
  const before = journal.filter(({ at }) => Date.parse(at) <= end.atMs + ROUNDING_MS);
  if (end.to === 'EXPIRED') {
    if (!before.some((entry) => isAnswered(entry) && isSince(entry, payment.expiresAtMs)))
      yield 'expired, and the gateway was not heard since its time was over';
  } else if (end.to === 'FAILED') {
    if (!before.some(isRefusal) && !isGivenBack(before, payment))
      yield 'failed, and the gateway had refused nothing';
  } else if (before.every(({ type }) => type !== 'approved')) {
    if (!before.some(isAnswered)) yield 'cancelled, and the gateway was never heard';
  }
}

function isEnd(status: string): boolean {
  return status === 'EXPIRED' || status === 'FAILED' || status === 'CANCELLED';
}

/** The gateway spoke, and its words were whole when they left. */
function isAnswered(entry: JournalEntry): entry is EntryOf<'call'> {
  const isAsking = entry.type === 'call' && ['retrieve', 'transactions', 'confirm'].includes(entry.call);
  return isAsking && ['answered', 'slow_drip'].includes(entry.outcome) && (entry.status ?? 500) < 500;
}

function isSince({ at }: JournalEntry, sinceMs: number): boolean {
  return Date.parse(at) >= sinceMs - ROUNDING_MS;
}

function isRefusal(entry: JournalEntry): boolean {
  if (entry.type === 'declined' || entry.type === 'expired') return true;
  return entry.type === 'call' && entry.fault === 'refused_confirm';
}

/** Money in a wrong amount or currency, an account issued for one, or money that no rule of ours lets us record. */
function isGivenBack(journal: readonly JournalEntry[], payment: OurBooks): boolean {
  const { amount, currency, failureCode, cancellations } = payment;
  const isWrong = journal.some(
    (entry) => entry.type === 'approved' && (entry.amountMinor !== amount || entry.currency !== currency),
  );
  const isClosed = journal.some(({ type }) => type === 'account_closed');
  const isUnrecordable = cancellations.some(({ origin }) => origin === 'UNRECORDABLE');
  return isWrong || (isClosed && failureCode === 'AMOUNT_MISMATCH') || isUnrecordable;
}
