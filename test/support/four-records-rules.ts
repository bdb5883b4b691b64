/** What it means that the four records agree: one rule a function, each naming what it found. Pure. */
import { z } from 'zod';
import { PAYMENT_STATUSES } from '../../domain/payment.ts';
import type { JournalEntry } from '../../sandbox/simulator/journal-entries.ts';
import type { TopicRecord } from './read-topic.ts';

export const ourBooksSchema = z.object({
  paymentId: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  version: z.number(),
  held: z.coerce.number().nullable(),
  attention: z.string().nullable(),
  eventSequence: z.number(),
  publishedSequence: z.number(),
  cancellations: z.array(
    z.object({
      cancellationId: z.string(),
      amount: z.number(),
      status: z.string(),
      pgCancellationId: z.string().nullable(),
    }),
  ),
  events: z.array(z.object({ id: z.string(), type: z.string(), sequence: z.number(), status: z.string() })),
  versions: z.array(z.number()),
});

export type OurBooks = z.infer<typeof ourBooksSchema>;

/** What a client was told. No answer at all (a cut connection) is `status: 0`. */
export type ClientAnswer = {
  readonly operation: 'create' | 'complete' | 'cancel' | 'get' | 'list';
  readonly user: string;
  readonly key: string | undefined;
  readonly sent: unknown;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  /** Unknown where a creation was not answered. */
  readonly paymentId: string | undefined;
  /** The payment or the problem. */
  readonly body: unknown;
};

export type FourRecords = {
  readonly journal: readonly JournalEntry[];
  readonly books: readonly OurBooks[];
  readonly topic: readonly TopicRecord[];
  readonly answers: readonly ClientAnswer[];
};

export function contradictionsOf({ journal, books, topic, answers }: FourRecords): readonly string[] {
  const ofPayments = books.flatMap((payment) => {
    const atGateway = journal.filter(({ paymentId }) => paymentId === payment.paymentId);
    const published = topic.filter(({ key }) => key === payment.paymentId);
    const found = [
      ...money(payment, atGateway),
      ...settled(payment),
      ...history(payment),
      ...events(payment, published),
    ];
    return found.map((what) => `${payment.paymentId} (${payment.status}): ${what}`);
  });
  const known = new Map(books.map((payment) => [payment.paymentId, payment]));
  const unknownEvents = topic
    .filter(({ key }) => !known.has(key))
    .map(({ key }) => `${key}: an event of no payment`);
  const told = answers.flatMap((answer) => {
    const what = denied(answer, known.get(answer.paymentId ?? ''));
    return what === undefined
      ? []
      : [`${answer.paymentId}: ${answer.operation} answered ${answer.status}, but ${what}`];
  });
  return [...ofPayments, ...unknownEvents, ...told];
}

function* money(payment: OurBooks, journal: readonly JournalEntry[]): Generator<string> {
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
  // Nobody has asked us to complete it yet: we need not know.
  if (payment.status !== 'READY' && approved !== (payment.held ?? 0)) {
    yield `the gateway approved ${approved}, our books say ${payment.held}`;
  }
  const ours = payment.cancellations.filter(({ status, amount }) => status === 'SUCCEEDED' && amount > 0);
  if (returned !== sum(ours.map(({ amount }) => amount))) {
    yield `the gateway gave back ${returned}, our books say ${sum(ours.map(({ amount }) => amount))}`;
  }
  for (const { cancellationId, amount, pgCancellationId } of ours) {
    const same = returns.filter((entry) => entry.cancellationId === pgCancellationId);
    if (same.length !== 1 || same[0]?.amountMinor !== amount) {
      yield `cancellation ${cancellationId} stands ${same.length} times at the gateway`;
    }
  }
  const waiting = payment.cancellations.some(({ status }) => status === 'AWAITING_REFUND_ACCOUNT');
  const expected = waiting ? HOLDING : statusesFor(payment.held ?? 0, returned);
  if (!expected.includes(payment.status)) yield `with ${payment.held} held and ${returned} given back`;
}

/** Money may lie under any of these that waits to be told where it goes. */
const HOLDING: readonly OurBooks['status'][] = [
  'PAID',
  'PARTIALLY_CANCELLED',
  'CANCELLED',
  'FAILED',
  'EXPIRED',
];

function statusesFor(held: number, returned: number): readonly OurBooks['status'][] {
  if (held === 0) return ['READY', 'WAITING_FOR_DEPOSIT', 'CANCELLED', 'FAILED', 'EXPIRED'];
  if (returned === 0) return ['PAID'];
  return returned < held ? ['PARTIALLY_CANCELLED'] : ['CANCELLED', 'FAILED', 'EXPIRED'];
}

function* settled(payment: OurBooks): Generator<string> {
  if (payment.status === 'CONFIRMING') yield 'its outcome is still unknown';
  for (const { cancellationId, status } of payment.cancellations) {
    if (status === 'REQUESTED') yield `cancellation ${cancellationId} is still under way`;
  }
}

function* history({ version, versions }: OurBooks): Generator<string> {
  if (!isCountingUp(versions) || versions.length !== version)
    yield `version ${version}, history ${versions.join()}`;
}

function* events(payment: OurBooks, published: readonly TopicRecord[]): Generator<string> {
  const sequences = payment.events.map(({ sequence }) => sequence);
  if (!isCountingUp(sequences) || sequences.length !== payment.eventSequence) {
    yield `event sequence ${payment.eventSequence}, outbox ${sequences.join()}`;
  }
  if (payment.publishedSequence !== payment.eventSequence) {
    yield `published up to ${payment.publishedSequence} of ${payment.eventSequence}`;
  }
  const firsts = [...new Map([...published].reverse().map((each) => [each.eventId, each])).values()].sort(
    (a, b) => a.offset - b.offset,
  );
  const inOrder = payment.events.map(({ id }) => id).join();
  if (firsts.map(({ eventId }) => eventId).join() !== inOrder) {
    yield `consumers see ${firsts.map(({ eventId }) => eventId).join()}, the outbox says ${inOrder}`;
  }
  for (const first of firsts) {
    const copies = published.filter(({ eventId }) => eventId === first.eventId);
    if (copies.some(({ bytes, partition }) => bytes !== first.bytes || partition !== first.partition)) {
      yield `copies of ${first.eventId} differ`;
    }
  }
  const completed = payment.events.filter(({ type }) => type === 'payment.completed').length;
  if (completed > 1) yield 'completed twice';
  if (['PAID', 'PARTIALLY_CANCELLED'].includes(payment.status) && completed !== 1)
    yield 'paid, and nobody was told';
  const last = payment.events.at(-1);
  if (last !== undefined && last.status !== payment.status) yield `its last event says ${last.status}`;
}

const answeredPayment = z.object({
  status: z.string(),
  cancellations: z.array(z.object({ cancellationId: z.string(), status: z.string() })),
});

/** What an answered completion has told the world. */
const COMPLETED_BY: Readonly<Record<string, string>> = {
  WAITING_FOR_DEPOSIT: 'payment.virtual_account_issued',
  PAID: 'payment.completed',
  PARTIALLY_CANCELLED: 'payment.completed',
};

/** What denies an answer of success, or a definite refusal; undefined when nothing does. */
function denied(
  { operation, status, body }: ClientAnswer,
  payment: OurBooks | undefined,
): string | undefined {
  if (status === 0 || status >= 300)
    return status === 402 && payment?.status !== 'FAILED' ? 'it did not fail' : undefined;
  if (payment === undefined) return 'there is no such payment';
  const told = answeredPayment.parse(body);
  if (
    operation === 'complete' &&
    status === 200 &&
    !payment.events.some(({ type }) => type === COMPLETED_BY[told.status])
  ) {
    return 'nobody was told';
  }
  const undone = told.cancellations.find((each) => {
    const row = payment.cancellations.find(({ cancellationId }) => cancellationId === each.cancellationId);
    return row === undefined || (each.status !== 'REQUESTED' && each.status !== row.status);
  });
  if (undone !== undefined) return `cancellation ${undone.cancellationId} was told as ${undone.status}`;
  // Of a virtual account a refund may wait, or be made, whose payment stays as it is.
  const isWaitingOrMade = ['AWAITING_REFUND_ACCOUNT', 'SUCCEEDED'].includes(
    told.cancellations.at(-1)?.status ?? '',
  );
  const isGivenBack = told.status === 'CANCELLED' || told.status === 'PARTIALLY_CANCELLED' || isWaitingOrMade;
  return operation === 'cancel' && status === 200 && !isGivenBack
    ? `it was told as ${told.status}`
    : undefined;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** 1, 2, 3 … */
function isCountingUp(numbers: readonly number[]): boolean {
  return numbers.every((each, index) => each === index + 1);
}
