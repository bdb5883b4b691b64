/** One payment's whole story: what each record says of it, and what befell the world meanwhile, in the order of time. */
import type { JournalEntry } from '../../../sandbox/simulator/journal-entries.ts';
import { byPayment } from '../../support/four-records-rules.ts';
import type { OfPayment } from '../../support/records.ts';
import type { Strike } from '../run/strike.ts';
import type { Judgement } from './judge.ts';

/** What has an order and no time stands behind all that has one. */
const IN_THE_END_MS = Date.UTC(9999, 11, 31);

type Line = { readonly atMs: number; readonly who: string; readonly what: string };

/** Of each payment that a violation is about. */
export function storiesOf({ violations, records }: Judgement, strikes: readonly Strike[]): readonly string[] {
  const bad = new Set(violations.map(({ paymentId }) => paymentId));
  return byPayment(records)
    .filter(({ payment }) => bad.has(payment.paymentId))
    .map((of) => [`## ${of.payment.paymentId}`, ...storyOf(of, strikes)].join('\n'));
}

function storyOf(of: OfPayment, strikes: readonly Strike[]): readonly string[] {
  const lines = [...fromClients(of), ...fromGateway(of), ...fromBooks(of), ...fromTemporal(of)];
  const timed = lines.map(({ atMs }) => atMs).filter((atMs) => atMs < IN_THE_END_MS);
  const [firstMs, lastMs] = [Math.min(...timed), Math.max(...timed)];
  const meanwhile = strikes.filter(
    ({ beganAtMs, endedAtMs, happened }) => happened && endedAtMs >= firstMs && beganAtMs <= lastMs,
  );
  return [...lines, ...meanwhile.flatMap(fromWorld)]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, who, what }) => `${new Date(atMs).toISOString().slice(11, 23)} ${who.padEnd(9)} ${what}`);
}

function fromWorld({ name, beganAtMs, endedAtMs }: Strike): Line[] {
  return [
    { atMs: beganAtMs, who: 'fault', what: `begins: ${name}` },
    { atMs: endedAtMs, who: 'fault', what: `is over: ${name}` },
  ];
}

function fromClients({ answers }: OfPayment): Line[] {
  return answers.flatMap(({ operation, key, sent, status, body, beganAtMs, endedAtMs }) => {
    const asked = `${operation}${key === undefined ? '' : ` (key ${key})`}`;
    return [
      { atMs: beganAtMs, who: 'client', what: `asks ${asked}: ${shown(sent)}` },
      { atMs: endedAtMs, who: 'client', what: `is told ${status || 'nothing'} on ${asked}: ${shown(body)}` },
    ];
  });
}

function fromGateway({ journal }: OfPayment): Line[] {
  return journal.map((entry) => ({ atMs: Date.parse(entry.at), who: 'gateway', what: toldBy(entry) }));
}

function toldBy(entry: JournalEntry): string {
  const { type, at: _at, paymentId: _id, ...rest } = entry;
  return `${type} ${shown(rest)}`;
}

function fromBooks({ payment, topic }: OfPayment): Line[] {
  const { transitions, cancellations, events, paymentId, ...row } = payment;
  return [
    ...transitions.map(({ atMs, from, to, transitionId }) => ({
      ...{ atMs, who: 'database', what: `${from ?? 'nothing'} → ${to} (${transitionId})` },
    })),
    ...cancellations.map((each) => ({
      atMs: each.requestedAtMs,
      who: 'database',
      what: `row ${shown(each)}`,
    })),
    ...events.map((each) => ({ atMs: each.occurredAtMs, who: 'outbox', what: shown(each) })),
    ...events.flatMap(({ publishedAtMs, id }) =>
      publishedAtMs === null ? [] : [{ atMs: publishedAtMs, who: 'outbox', what: `${id} is published` }],
    ),
    ...topic.map(({ partition, offset, eventId, type }) => ({
      ...{
        atMs: IN_THE_END_MS,
        who: 'kafka',
        what: `${partition}/${offset} ${eventId} ${type}`,
      },
    })),
    {
      atMs: IN_THE_END_MS,
      who: 'database',
      what: `in the end ${paymentId}: ${shown(row)}`,
    },
  ];
}

function fromTemporal({ workflows = [] }: OfPayment): Line[] {
  return workflows.map(({ startedAtMs, runId, status, result, failedTasks }) => ({
    atMs: startedAtMs,
    who: 'temporal',
    what: `run ${runId} ${status} with ${result ?? 'nothing'}${failedTasks.length > 0 ? `, failed tasks: ${failedTasks.map(({ cause }) => cause).join()}` : ''}`,
  }));
}

const LONGEST = 400;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
