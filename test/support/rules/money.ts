/** Every won at the gateway is explained in our books, and the other way round. */
import type { OfPayment, OurBooks } from '../records.ts';
import { isForeign } from './foreign.ts';
import { sum } from './sum.ts';

export function* money({ payment, journal }: OfPayment): Generator<string> {
  const approvals = journal.filter((entry) => entry.type === 'approved');
  // A bank may take a deposit back; what comes in after that is the payment's one approval.
  const reversals = journal.filter((entry) => entry.type === 'deposit_reversed');
  const approved =
    sum(approvals.map(({ amountMinor }) => amountMinor)) -
    sum(reversals.map(({ amountMinor }) => amountMinor));
  const returns = journal.filter((entry) => entry.type === 'cancelled');
  const returned = sum(returns.map(({ amountMinor }) => amountMinor));
  const times = approvals.length - reversals.length;
  if (times > 1) yield `charged ${times} times`;
  // Nobody has asked us to complete it yet: we need not know. Another store's money is on no book of ours.
  if (payment.status !== 'READY' && !isForeign(payment) && approved !== (payment.held ?? 0)) {
    yield `the gateway approved ${approved}, our books say ${payment.held}`;
  }
  const ours = payment.cancellations.filter(({ status, amount }) => status === 'SUCCEEDED' && amount > 0);
  if (returned !== sum(ours.map(({ amount }) => amount))) {
    yield `the gateway gave back ${returned}, our books say ${sum(ours.map(({ amount }) => amount))}`;
  }
  for (const { cancellationId, amount, pgCancellationId } of ours) {
    const same = returns.filter((entry) => bareId(entry.cancellationId) === bareId(pgCancellationId ?? ''));
    if (same.length !== 1 || same[0]?.amountMinor !== amount) {
      yield `cancellation ${cancellationId} stands ${same.length} times at the gateway`;
    }
  }
  const waiting = payment.cancellations.some(({ status }) => status === 'AWAITING_REFUND_ACCOUNT');
  const expected = waiting ? HOLDING : statusesFor(payment.held ?? 0, returned);
  if (!expected.includes(payment.status) && !isRefundRefused(payment))
    yield `with ${payment.held} held and ${returned} given back`;
}

/** Money may lie under any of these that waits to be told where it goes. */
const HOLDING: readonly OurBooks['status'][] = [
  'PAID',
  'PARTIALLY_CANCELLED',
  'CANCELLED',
  'FAILED',
  'EXPIRED',
];

/** A refund of our own that the gateway refuses for good is a person's to settle. */
function isRefundRefused({ attention, cancellations }: OurBooks): boolean {
  return (
    attention !== null &&
    cancellations.some(({ origin, status }) => origin !== 'CLIENT' && status === 'FAILED')
  );
}

/** Toss writes the id that the journal has without its dashes and in capitals. */
function bareId(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}

function statusesFor(held: number, returned: number): readonly OurBooks['status'][] {
  if (held === 0) return ['READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'CANCELLED', 'FAILED', 'EXPIRED'];
  if (returned === 0) return ['PAID'];
  return returned < held ? ['PARTIALLY_CANCELLED'] : ['CANCELLED', 'FAILED', 'EXPIRED'];
}
