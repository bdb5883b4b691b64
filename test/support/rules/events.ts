/** Consumers see what was committed and nothing else: in order per payment, each copy equal to the byte. */
import { isDeepStrictEqual } from 'node:util';
import { EVENT_ON_ENTERING } from '../../../domain/events.ts';
import { PAYMENT_STATUSES } from '../../../domain/payment.ts';
import type { OfPayment, OurBooks } from '../records.ts';
import { isCountingUp } from './moves.ts';

export function* events({ payment, topic }: OfPayment): Generator<string> {
  const sequences = payment.events.map(({ sequence }) => sequence);
  if (!isCountingUp(sequences) || sequences.length !== payment.eventSequence) {
    yield `event sequence ${payment.eventSequence}, outbox ${sequences.join()}`;
  }
  if (payment.publishedSequence !== payment.eventSequence) {
    yield `published up to ${payment.publishedSequence} of ${payment.eventSequence}`;
  }
  const firsts = [...new Map([...topic].reverse().map((each) => [each.eventId, each])).values()].sort(
    (a, b) => a.offset - b.offset,
  );
  const inOrder = payment.events.map(({ id }) => id).join();
  if (firsts.map(({ eventId }) => eventId).join() !== inOrder) {
    yield `consumers see ${firsts.map(({ eventId }) => eventId).join()}, the outbox says ${inOrder}`;
  }
  for (const first of firsts) {
    const copies = topic.filter(({ eventId }) => eventId === first.eventId);
    if (copies.some(({ bytes, partition }) => bytes !== first.bytes || partition !== first.partition)) {
      yield `copies of ${first.eventId} differ`;
    }
    const committed = payment.events.find(({ id }) => id === first.eventId);
    if (committed && !isDeepStrictEqual(committed.payload, first.data))
      yield `${first.eventId} was published with other words than were committed`;
  }
}

/** Each move that the world is told of has its event, and no other move has. */
export function* eventPerMove({ payment }: OfPayment): Generator<string> {
  for (const status of PAYMENT_STATUSES) {
    const type = EVENT_ON_ENTERING[status];
    // Each further part given back tells the same event again without a move: those are counted by their rows below.
    if (type === null || status === 'PARTIALLY_CANCELLED') continue;
    const entered = payment.transitions.filter(({ from, to }) => to === status && from !== status).length;
    const told = payment.events.filter((event) => event.type === type).length;
    if (told !== entered) yield `${status} entered ${entered} times, ${type} told ${told} times`;
  }
  const givenBack = payment.cancellations.filter(({ status }) => status === 'SUCCEEDED');
  const countEvents = (...types: readonly string[]) =>
    payment.events.filter(({ type }) => types.includes(type)).length;
  const late = givenBack.filter(({ origin }) => origin === 'LATE_MONEY').length;
  const lateTold = countEvents('payment.late_money_returned');
  if (late !== lateTold) yield `late money returned ${late} times, told ${lateTold} times`;
  if (payment.transitions.some(({ to }) => to === 'PAID')) {
    const parts = givenBack.filter((row) => isPartOfPaid(payment, row)).length;
    const partsTold = countEvents('payment.partially_cancelled', 'payment.cancelled');
    if (parts !== partsTold) yield `given back ${parts} times, told ${partsTold} times`;
  }
  const last = payment.events.at(-1);
  if (last !== undefined && last.payload.status !== payment.status)
    yield `its last event says ${last.payload.status}`;
}

/** A row and the move that it came with are of one moment: what is given back of an ended payment is not told so. */
function isPartOfPaid(
  { transitions }: OurBooks,
  { settledAtMs }: OurBooks['cancellations'][number],
): boolean {
  return transitions.some(
    ({ from, atMs }) => atMs === settledAtMs && (from === 'PAID' || from === 'PARTIALLY_CANCELLED'),
  );
}
