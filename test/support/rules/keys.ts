/**
 * What moves money is sent under one key for ever: a cancellation's is its own id, a confirmation's is one for each
 * transaction. So nothing takes effect twice, a refund of our own least of all.
 */
import type { JournalEntry } from '../../../sandbox/simulator/journal-entries.ts';
import type { OfPayment } from '../records.ts';

export function* keys({ payment, journal }: OfPayment): Generator<string> {
  const ids = new Set(payment.cancellations.map(({ cancellationId }) => cancellationId));
  for (const key of keysOf(journal, 'cancel')) {
    if (key === null || !ids.has(key)) yield `a cancellation was sent under ${key}, which is no row's id`;
  }
  const agreed = new Set(
    journal.filter((entry) => entry.type === 'authenticated').map(({ transactionId }) => transactionId),
  );
  const confirmed = keysOf(journal, 'confirm');
  if (confirmed.size > agreed.size)
    yield `${agreed.size} agreements were confirmed under ${confirmed.size} keys`;

  const effects = journal.filter(
    (entry) => entry.type === 'cancellation_requested' && entry.trigger === 'API',
  );
  const perKey = new Map<string | null, number>();
  for (const entry of effects) {
    if (entry.type !== 'cancellation_requested') continue;
    perKey.set(entry.idempotencyKey, (perKey.get(entry.idempotencyKey) ?? 0) + 1);
  }
  for (const [key, count] of perKey) if (count > 1) yield `key ${key} took effect ${count} times`;
}

function keysOf(journal: readonly JournalEntry[], call: string): ReadonlySet<string | null> {
  const calls = journal.filter((entry) => entry.type === 'call' && entry.call === call);
  return new Set(calls.map((entry) => (entry.type === 'call' ? entry.idempotencyKey : null)));
}
