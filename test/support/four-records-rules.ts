/** What it means that the records agree: a table of rules, each of which names what it found. Pure. */
import { z } from 'zod';
import type { OfPayment, Records, Rule } from './records.ts';
import { asked } from './rules/asked.ts';
import { attention } from './rules/attention.ts';
import { eventPerMove, events } from './rules/events.ts';
import { keys } from './rules/keys.ts';
import { money } from './rules/money.ts';
import { moves } from './rules/moves.ts';
import { oneLivePaymentPerOrder } from './rules/orders.ts';
import { settled } from './rules/settled.ts';
import { consistentInItself, oneKeyOnePayment, seenForward, told } from './rules/told.ts';
import { workflows } from './rules/workflows.ts';

export type Violation = {
  readonly rule: string;
  readonly paymentId: string;
  readonly what: string;
};

/** Of one payment each. */
const RULES = {
  'every won is explained on both sides': money,
  'nothing is left open': settled,
  'states move along the table': moves,
  'consumers see what was committed': events,
  'each move has its event': eventPerMove,
  'money moves under one key': keys,
  'nothing ends without money unasked': asked,
  'what was told stays true': told,
  'what is told goes forward': seenForward,
  'what is told is of one moment': consistentInItself,
  'workflows tell the same story': workflows,
  'a person is called with a reason': attention,
} as const satisfies Readonly<Record<string, Rule>>;

/** Of all payments together: `<payment>: <what>`. */
const RULES_OF_ALL: Readonly<Record<string, (records: Records) => Iterable<string>>> = {
  'an answer and an event are of a payment': strangers,
  'one key makes one payment': ({ answers }) => oneKeyOnePayment(answers),
  'one order has one living payment': ({ books }) => oneLivePaymentPerOrder(books),
};

export function violationsOf(records: Records): readonly Violation[] {
  const ofPayments = byPayment(records).flatMap((of) =>
    Object.entries(RULES).flatMap(([rule, check]: [string, Rule]) =>
      [...check(of)].map((what) => ({ rule, paymentId: of.payment.paymentId, what })),
    ),
  );
  const ofAll = Object.entries(RULES_OF_ALL).flatMap(([rule, check]) =>
    [...check(records)].map((sentence) => {
      const [paymentId = '', what = ''] = sentence.split(/: (.*)/s);
      return { rule, paymentId, what };
    }),
  );
  return [...ofPayments, ...ofAll];
}

/** One sentence each. */
export function contradictionsOf(records: Records): readonly string[] {
  return violationsOf(records).map(({ rule, paymentId, what }) => `${paymentId}: ${what} (${rule})`);
}

export function byPayment({ books, journal, topic, answers, workflows: runs }: Records): OfPayment[] {
  const journalOf = grouped(journal, ({ paymentId }) => paymentId);
  const topicOf = grouped(topic, ({ key }) => key);
  const answersOf = grouped(answers.flatMap(ofEachPayment), ({ paymentId }) => paymentId ?? '');
  const runsOf = grouped(runs ?? [], ({ paymentId }) => paymentId);
  return books.map((payment) => ({
    payment,
    journal: journalOf(payment.paymentId),
    topic: topicOf(payment.paymentId),
    answers: answersOf(payment.paymentId),
    workflows: runs && runsOf(payment.paymentId),
  }));
}

const listSchema = z.looseObject({ items: z.array(z.looseObject({ paymentId: z.string() })) });

/** A list tells of each payment in it. */
function ofEachPayment(answer: Records['answers'][number]): Records['answers'] {
  if (answer.operation !== 'list') return [answer];
  const { items } = listSchema.safeParse(answer.body).data ?? { items: [] };
  return items.map((item) => ({ ...answer, paymentId: item.paymentId, body: item }));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = Map.groupBy(items, keyOf);
  return (key: string): readonly Item[] => groups.get(key) ?? [];
}

function* strangers({ books, topic, answers }: Records): Generator<string> {
  const known = new Set(books.map(({ paymentId }) => paymentId));
  for (const { key } of topic) if (!known.has(key)) yield `${key}: an event of no payment`;
  for (const { operation, status, paymentId } of answers.flatMap(ofEachPayment)) {
    const isTold = status >= 200 && status < 300;
    if (isTold && !known.has(paymentId ?? ''))
      yield `${paymentId}: ${operation} answered ${status}, but there is no such payment`;
  }
}
