/** The page of outcomes: no error table of a gateway is missing on it, and what it says of `complete` the saga answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answer, type Call, ERROR_STATUSES, WITHOUT_A_CODE } from '../../scripts/outcomes/call.ts';
import type { Consequence, Known } from '../../scripts/outcomes/consequence.ts';
import { foundByReadingBack } from '../../scripts/outcomes/reading-back.ts';
import { CALLS } from '../../scripts/outcomes/render-page.ts';
import { answerComplete } from '../../workflows/answer-complete.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const GATEWAYS = join(ROOT, 'activities', 'gateway');
const page = readFileSync(join(ROOT, 'docs', 'internals', 'outcomes.md'), 'utf8');
const calls = Object.values(CALLS).flat();

const tableSchema = z.record(
  z.string().regex(/^[A-Z_]+$/),
  z.object({ verdict: z.string(), source: z.string().min(1) }),
);

describe('the page of outcomes', () => {
  it('has every error table of every gateway', async () => {
    const shown = new Set<unknown>(calls.flatMap(({ tables }) => tables.map(({ codes }) => codes)));
    const files = readdirSync(GATEWAYS, { recursive: true, encoding: 'utf8' });
    const missing: string[] = [];
    for (const file of files.filter((name) => /-(errors|reasons)\.ts$/.test(name))) {
      const exported: Record<string, unknown> = await import(join(GATEWAYS, file));
      for (const [name, value] of Object.entries(exported)) {
        const isTable = tableSchema.safeParse(value).success && Object.keys(Object(value)).length > 0;
        if (isTable && !shown.has(value)) missing.push(`${relative(ROOT, join(GATEWAYS, file))}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
    expect(shown.size).toBeGreaterThanOrEqual(6);
  });

  it.each(calls)('has a line for each code of "$title", and one for any other', ({ tables, title }) => {
    const section = page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const { codes } of tables) {
      for (const code of Object.keys(codes)) expect(section).toContain(`| \`${code}\` |`);
    }
    expect(section.match(/^\| any other \|/gm)).toHaveLength(tables.length);
  });
});

describe('a status that a gateway documents', () => {
  const asking = calls.filter(({ title }) => title.endsWith(': asking'));
  const cases = asking.flatMap(({ title, comesTo, answers }) =>
    Object.entries(answers).map(([status, reply]) => ({ title, status, outcome: comesTo(reply).outcome })),
  );

  it.each(cases)('$title: $status is told of by a made answer that is whole', ({ status, outcome }) => {
    expect(outcome === 'unknown').toBe(status === 'a status that is not listed');
  });
});

describe('an answer without a word that is listed', () => {
  const unlisted = ERROR_STATUSES.map((status): [string, Call['answers'][string]] => [
    `${status} with a code that is not listed`,
    answer(status, { code: 'NEVER_SEEN', type: 'NEVER_SEEN', message: '' }),
  ]);
  const replies = [...Object.entries(WITHOUT_A_CODE), ...unlisted];
  const cases = calls.flatMap((call) => replies.map(([name, reply]) => ({ call, name, reply })));

  it.each(cases)(
    '$call.title: $name is unknown: 202, no event, and no end of anything',
    ({ call, reply }) => {
      const { outcome, next } = call.comesTo(reply);
      expect(outcome).toBe('unknown');
      expect(next).toMatchObject({ verdict: { kind: 'pending' }, events: [] });
      expect(['CONFIRMING', 'PAID', 'WAITING_FOR_DEPOSIT']).toContain(
        knownOf({ outcome, next })?.payment.status,
      );
    },
  );
});

describe('what `complete` is told', () => {
  const asking = calls.filter(({ title }) => /asking|confirming/.test(title));
  const consequences = asking.flatMap(({ comesTo, answers, tables }) => [
    ...Object.values(answers).map(comesTo),
    ...Object.values(WITHOUT_A_CODE).map(comesTo),
    ...tables.flatMap(({ codes, reply, statuses }) =>
      Object.keys(codes).flatMap((code) => statuses.map((status) => comesTo(reply(code, status)))),
    ),
  ]);

  it('by the state table is what the saga answers from the record that has come of it', () => {
    const all = [...consequences, ...foundByReadingBack().map(({ consequence }) => consequence)];
    const known = all.map(knownOf).filter((one) => one !== undefined);
    expect(known.length).toBeGreaterThan(100);
    for (const { payment, verdict } of known) {
      const applied = verdict.kind === 'pending' ? 'unknown' : 'recorded';
      const saga = { paymentId: payment.paymentId, payment };
      expect(withoutParams(answerComplete(saga, applied, 'tx-1'))).toEqual(withoutParams(verdict));
    }
  });
});

function knownOf({ next }: Consequence): Known | undefined {
  return typeof next === 'string' ? undefined : next;
}

/** The state table does not name the status that a refusal is about. */
function withoutParams(verdict: Known['verdict']): object {
  return { ...verdict, params: undefined };
}
