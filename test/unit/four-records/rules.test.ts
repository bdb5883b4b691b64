/** The checker can fail: each rule is shown records that agree but for one thing, and must name it. */
import { describe, expect, it } from 'vitest';
import { contradictionsOf, violationsOf } from '../../support/four-records-rules.ts';
import {
  type AgreeingRecords,
  agreeingRecords,
  answer,
  call,
  PAYMENT,
  START_MS,
} from './agreeing-records.ts';

type Corruption = readonly [what: string, corrupt: (records: AgreeingRecords) => void];

const CORRUPTIONS: Readonly<Record<string, readonly Corruption[]>> = {
  'every won is explained on both sides': [
    ['charged twice', ({ journal }) => journal.push(...journal.slice(0, 1))],
    ['an approval that we do not know', ({ books }) => set(books[0], { held: null })],
    ['a refund that we do not know', ({ journal }) => journal.push(...journal.slice(3, 4))],
    ['a refund that the gateway does not know', ({ journal }) => void journal.splice(3, 1)],
    ['held, and expired', ({ books }) => set(books[0], { status: 'EXPIRED' })],
  ],
  'nothing is left open': [
    ['an unknown outcome', ({ books }) => set(books[0], { status: 'CONFIRMING' })],
    ['a cancellation', ({ books }) => set(books[0]?.cancellations[0], { status: 'REQUESTED' })],
  ],
  'states move along the table': [
    ['back from PAID', ({ books }) => set(books[0]?.transitions[2], { to: 'READY' })],
    ['a version without history', ({ books }) => set(books[0], { version: 5 })],
    ['a history that ends elsewhere', ({ books }) => set(books[0], { status: 'CANCELLED' })],
  ],
  'consumers see what was committed': [
    ['an event lost', ({ topic }) => void topic.splice(0, 1)],
    ['out of order', ({ topic }) => topic.reverse().forEach((each, offset) => set(each, { offset }))],
    ['copies differ', ({ topic }) => topic.push({ ...first(topic), offset: 2, bytes: 'other' })],
    [
      'never committed',
      ({ topic }) => topic.push({ ...first(topic), offset: 2, eventId: 'pay_1-attempt-2' }),
    ],
    ['other words', ({ topic }) => set(topic[0], { data: { status: 'PAID', sequence: 9 } })],
    ['not published', ({ books }) => set(books[0], { publishedSequence: 1 })],
  ],
  'each move has its event': [
    ['nobody was told of the payment', ({ books }) => set(books[0]?.events[0], { type: 'payment.failed' })],
    [
      'the last one tells of another state',
      ({ books }) => set(books[0]?.events[1], { payload: { status: 'PAID' } }),
    ],
    [
      'a part was given back in silence',
      ({ books }) => set(books[0]?.events[1], { type: 'payment.attention' }),
    ],
    [
      'late money was returned in silence',
      ({ books }) => set(books[0]?.cancellations[0], { origin: 'LATE_MONEY' }),
    ],
  ],
  'money moves under one key': [
    ['a key of no row', ({ journal }) => journal.push({ ...call('cancel', 360), idempotencyKey: 'another' })],
    ['a key that took effect twice', ({ journal }) => journal.push(...journal.slice(2, 3))],
    [
      'a confirmation under two keys',
      ({ journal }) =>
        journal.push(
          ...['key-1', 'key-2'].map((idempotencyKey) => ({ ...call('confirm', 90), idempotencyKey })),
        ),
    ],
  ],
  'nothing ends without money unasked': [
    ['failed, and nothing was refused', (records) => end(records, 'FAILED')],
    ['expired, and nobody asked since', (records) => end(records, 'EXPIRED')],
    [
      'cancelled, and nobody asked',
      (records) => end({ ...records, journal: records.journal.splice(0) }, 'CANCELLED'),
    ],
  ],
  'what was told stays true': [
    ['declined, but paid', ({ answers }) => answers.push(refusal(402, 'PAYMENT_DECLINED'))],
    ['an error of ours', ({ answers }) => answers.push(refusal(500, 'INTERNAL_ERROR'))],
    ['another amount', ({ books }) => set(books[0], { amount: 9_000 })],
    ['a cancellation told, and gone', ({ books }) => void books[0]?.cancellations.splice(0)],
    ['completed, and given back', ({ answers }) => answers.push(answer('complete', 900, 'CANCELLED'))],
    ['paid, and never completed', ({ books }) => void books[0]?.events.splice(0)],
    ['a cancellation that gave nothing back', ({ answers }) => answers.push(answer('cancel', 900, 'PAID'))],
  ],
  'what is told goes forward': [
    ['from given back to paid', ({ answers }) => answers.push(answer('get', 900, 'PAID'))],
  ],
  'what is told is of one moment': [
    [
      'paid, and given back',
      ({ answers }) =>
        answers.push(
          answer('get', 450, 'PAID', [{ cancellationId: 'can_1', amount: 4_000, status: 'SUCCEEDED' }]),
        ),
    ],
    [
      'given back in part, and nothing was',
      ({ answers }) => answers.push(answer('get', 450, 'PARTIALLY_CANCELLED')),
    ],
  ],
  'workflows tell the same story': [
    ['another result', ({ workflows }) => set(workflows[0], { result: 'PAID' })],
    [
      'code that disagrees',
      ({ workflows }) =>
        set(workflows[0], { failedTasks: [{ cause: 'NON_DETERMINISTIC_ERROR', isOvercome: false }] }),
    ],
    ['a run that failed', ({ workflows }) => set(workflows[0], { status: 'FAILED' })],
    ['one that is still open', ({ workflows }) => set(workflows[0], { status: 'RUNNING' })],
    ['nobody works on it', ({ books }) => set(books[0], { status: 'READY' })],
  ],
  'a person is called with a reason': [
    ['no refund failed', ({ books }) => set(books[0], { attention: 'CANCELLATION_UNSETTLED' })],
    ['no refund waits', ({ books }) => set(books[0], { attention: 'REFUND_ACCOUNT_NEEDED' })],
    ['all was recorded', ({ books }) => set(books[0], { attention: 'UNRECORDABLE' })],
    ['the books agree', ({ books }) => set(books[0], { attention: 'GATEWAY_CONTRADICTS' })],
    ['a rule of our own refused', ({ books }) => set(books[0], { attention: 'RECORDING_BLOCKED' })],
  ],
  'an answer and an event are of a payment': [
    ['an event of none', ({ topic }) => topic.push({ ...first(topic), key: 'pay_2' })],
    [
      'an answer of none',
      ({ answers }) => answers.push({ ...answer('get', 900, 'PAID'), paymentId: 'pay_2' }),
    ],
    ['a list with more', ({ answers }) => answers.push(list('pay_2'))],
  ],
  'one key makes one payment': [
    ['two', ({ answers }) => answers.push({ ...created(), paymentId: 'pay_2' })],
    ['one, for two orders', ({ answers }) => answers.push({ ...created(), sent: { amount: 1 } })],
  ],
  'one order has one living payment': [
    ['two', ({ books }) => books.push({ ...first(books), paymentId: 'pay_2' })],
    [
      'two at the same time, one of which has ended since',
      ({ books }) => {
        const [created] = first(books).transitions;
        const transitions = [0, 60_000].map((afterMs) => ({
          ...{ version: 1, transitionId: '1', from: null, ...created },
          ...{ to: afterMs === 0 ? ('READY' as const) : ('EXPIRED' as const), atMs: START_MS + afterMs },
        }));
        books.unshift({ ...first(books), paymentId: 'pay_2', status: 'EXPIRED', transitions });
      },
    ],
  ],
};

it('a task that failed, and whose whole history was replayed afterwards, contradicts nothing', () => {
  const records = agreeingRecords();
  set(records.workflows[0], { failedTasks: [{ cause: 'NON_DETERMINISTIC_ERROR', isOvercome: true }] });
  expect(contradictionsOf(records)).toEqual([]);
});

it('records that agree are found to agree', () => {
  expect(contradictionsOf(agreeingRecords())).toEqual([]);
});

describe.each(Object.entries(CORRUPTIONS))('%s', (rule, corruptions) => {
  it.each(corruptions)('is violated by: %s', (_, corrupt) => {
    const records = agreeingRecords();
    corrupt(records);
    expect(violationsOf(records).map((violation) => violation.rule)).toContain(rule);
  });
});

function set<Item extends object>(item: Item | undefined, change: Partial<Item>): void {
  Object.assign(first([item]) ?? {}, change);
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('there is none');
  return item;
}

/** It ended so right after it began, and holds nothing. */
function end({ books, journal }: AgreeingRecords, status: 'FAILED' | 'EXPIRED' | 'CANCELLED'): void {
  const approval = journal.findIndex(({ type }) => type === 'approved');
  if (approval >= 0) journal.splice(approval, 1);
  set(books[0], { status, held: null });
  set(books[0]?.transitions[1], { to: status, atMs: START_MS + 200 });
}

function refusal(status: number, code: string) {
  return { ...answer('complete', 900, ''), status, body: { code } };
}

function created() {
  return { ...answer('create', 900, 'PARTIALLY_CANCELLED'), key: 'key-1' };
}

function list(paymentId: string) {
  return {
    ...answer('list', 900, ''),
    paymentId: undefined,
    body: { items: [{ paymentId }, { paymentId: PAYMENT }] },
  };
}
