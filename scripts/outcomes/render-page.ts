/** `docs/internals/outcomes.md`: every answer that a gateway may give, and what the server makes of it. */
import type { Provider } from '../../domain/providers.ts';
import { type Call, type CodeTable, WITHOUT_A_CODE } from './call.ts';
import type { Consequence } from './consequence.ts';
import { httpAnswer } from './http-answer.ts';
import { PORTONE_CALLS } from './portone.ts';
import { foundByReadingBack } from './reading-back.ts';
import { TOSS_CALLS } from './toss.ts';

export const CALLS: Readonly<Record<Provider, readonly Call[]>> = {
  PORTONE: PORTONE_CALLS,
  TOSS: TOSS_CALLS,
};

export async function renderOutcomesPage(): Promise<string> {
  const sections = [INTRODUCTION];
  for (const call of Object.values(CALLS).flat()) sections.push(await renderCall(call));
  sections.push('## Reading back', READING_BACK, await renderReadingBack());
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Written by \`npm run generate\` from the gateways' error tables (scripts/outcomes): change those. -->
# Outcomes

What each answer of a gateway comes to: our outcome, where the payment goes from there, what its client is told, the events
that are written. Every line was made by giving an answer of that form to the adapter's mapping, and its result to the
functions that decide in the server; only the sources are quoted.

* A code is believed, not its HTTP number. Where the number matters, the line says so.
* What is in no table is \`unknown\`: it declines nothing, refuses nothing and frees nothing. The client is told 202, and the
  gateway is asked by our own id until it knows.
* \`refused\` ends a cancellation only when reading back finds nothing of ours: \`activities/gateway-cancel.ts\`.
* What leads to which word is decided in \`domain/learn.ts\` and \`domain/state-table.ts\`.`;

const READING_BACK = `A confirmation whose refusal proves nothing (\`read back\`) is answered by what then stands under our own id. After
\`already_done\` "nothing" is no answer; after \`nothing_there\` it is one.`;

const HEAD = ['our outcome', 'payment', 'client is told', 'events'];

async function renderCall({ title, request, about, comesTo, answers, tables }: Call): Promise<string> {
  const stated = await rowsOf(Object.entries(answers).map(([name, reply]) => [[name], comesTo(reply)]));
  const strange = await rowsOf(
    Object.entries(WITHOUT_A_CODE).map(([name, reply]) => [[name], comesTo(reply)]),
  );
  const blocks = [
    `## ${title}`,
    `\`${request}\`. ${about}`,
    table(['answer', ...HEAD], [...stated, ...strange]),
  ];
  for (const codes of tables) {
    const rows = await rowsOf(codeRows(codes, comesTo));
    blocks.push(table([`\`${codes.field}\``, 'HTTP', 'means', 'source', ...HEAD], rows));
  }
  return blocks.join('\n\n');
}

type Row = readonly [cells: readonly string[], consequence: Consequence];

const ANY_OTHER = 'any other';

/** A code that is not listed closes each table: the default. */
function codeRows({ codes, reply, statuses }: CodeTable, comesTo: Call['comesTo']): readonly Row[] {
  const listed = Object.entries(codes).map(([code, { verdict, source }]) => ({ code, verdict, source }));
  const rows = [...listed, { code: ANY_OTHER, verdict: '–', source: '–' }];
  return rows.flatMap(({ code, verdict, source }) => {
    const byOutcome = Map.groupBy(statuses, (status) => comesTo(reply(code, status)).outcome);
    return [...byOutcome.values()].map((group): Row => {
      const [first = 0] = group;
      const name = code === ANY_OTHER ? code : `\`${code}\``;
      return [[name, numbers(group, statuses), verdict, source], comesTo(reply(code, first))];
    });
  });
}

/** Of the HTTP numbers that were tried, in as few words as they can be told. */
function numbers(group: readonly number[], all: readonly number[]): string {
  if (group.length === all.length) return 'any';
  const rest = all.filter((status) => !group.includes(status));
  if (group.every((status) => status < 500) && rest.every((status) => status >= 500)) return '4xx';
  if (group.every((status) => status >= 500) && rest.every((status) => status < 500)) return '5xx';
  return group.length > rest.length ? `any but ${rest.join(', ')}` : group.join(', ');
}

async function renderReadingBack(): Promise<string> {
  const rows = await rowsOf(
    foundByReadingBack().map(({ standing, verdict, consequence }) => [[standing, verdict], consequence]),
  );
  return table(['what stands there', 'after', ...HEAD], rows);
}

async function rowsOf(rows: readonly Row[]): Promise<readonly (readonly string[])[]> {
  return await Promise.all(
    rows.map(async ([cells, consequence]) => [...cells, ...(await tell(consequence))]),
  );
}

async function tell({ outcome, next }: Consequence): Promise<readonly string[]> {
  if (next === 'confirmed') return [`**${outcome}**`, '[is confirmed](#toss-confirming)', '–', '–'];
  if (next === 'asked') return [`**${outcome}**`, 'by what is asked then', '–', '–'];
  if (next === 'read back') return [`**${outcome}**`, '[by what is found](#reading-back)', '–', '–'];
  const events = next.events.map((event) => `\`${event}\``).join(', ');
  return [`**${outcome}**`, next.payment.status, await httpAnswer(next), events === '' ? 'none' : events];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
