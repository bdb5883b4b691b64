/** What a campaign was, what really happened in it, and what came of it: for people, in Markdown. */
import { cpus } from 'node:os';
import type { JournalEntry } from '../../sandbox/simulator/journal-entries.ts';
import type { Judgement } from './check/judge.ts';
import { commandOf, type Options } from './options.ts';
import { type Counts, countOf, describePlan, listed } from './plan/describe-plan.ts';
import type { Plan } from './plan/make-plan.ts';
import type { Campaign } from './run/campaign.ts';

export type Finished = {
  readonly options: Options;
  readonly plan: Plan;
  readonly campaign: Campaign;
  readonly judgement: Judgement;
};

export function reportOf(finished: Finished): string {
  const { options, plan, campaign, judgement } = finished;
  const { faulty, untilQuiet } = campaign.tookMs;
  const { violations } = judgement;
  return [
    `# Fault campaign, seed ${options.seed}`,
    `\`${commandOf(options)}\` · ${campaign.payments} payments, ${campaign.answers.length} requests · ${cpus().length} CPUs`,
    `Faults on for ${seconds(faulty)}, then quiet within ${seconds(untilQuiet)} of the healing.`,
    `**${violations.length === 0 ? 'No violation.' : `${violations.length} violations.`}**`,
    ...violations.slice(0, 50).map(({ rule, paymentId, what }) => `* ${rule}: ${paymentId} ${what}`),
    '## Planned',
    table(describePlan(plan).map(({ title, counts }) => [title, listed(counts)] as const)),
    '## Really happened',
    table(happenedIn(finished).map(([title, counts]) => [title, listed(counts)] as const)),
    '## What it came to',
    table([
      ['states', listed(countOf(judgement.records.books.map(({ status }) => status)))],
      ['attention', listed(countOf(judgement.records.books.flatMap(({ attention }) => attention ?? [])))],
      ['events in Kafka', String(judgement.records.topic.length)],
      ['workflow runs', String(judgement.records.workflows?.length ?? 0)],
      ['histories replayed', String(judgement.replayed)],
      [
        'failed workflow tasks',
        listed(
          countOf(
            (judgement.records.workflows ?? []).flatMap(({ failedTasks }) =>
              failedTasks.map(({ cause, isOvercome }) => (isOvercome ? `${cause}, overcome` : cause)),
            ),
          ),
        ),
      ],
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Counts of each fault that took place, by who can tell: the campaign, the gateway's journal, the clients. */
function happenedIn({
  campaign,
  judgement,
}: Pick<Finished, 'campaign' | 'judgement'>): readonly (readonly [string, Counts])[] {
  const { strikes, mishaps, answers, undone } = campaign;
  const owed = undone.flatMap(({ gatewayFaults }) =>
    gatewayFaults.map(({ call, fault }) => `${call}: ${fault.kind}`),
  );
  const struck = strikes.filter(({ happened }) => happened).map(({ name }) => name);
  const inVain = strikes.filter(({ happened }) => !happened).map(({ name }) => name);
  return [
    ['from outside', countOf(struck)],
    ['instants that did not come', countOf(inVain)],
    ['gateway misbehaved', countOf(judgement.records.journal.flatMap(faultIn))],
    // Where each is to come about once.
    ['gateway still owed', countOf(owed)],
    ['webhooks astray', mishaps],
    [
      'clients were told',
      countOf(answers.map(({ operation, status }) => `${operation} ${status || 'nothing'}`)),
    ],
  ];
}

function faultIn(entry: JournalEntry): string[] {
  if (entry.type !== 'call' || entry.fault === null) return [];
  return [`${entry.call}: ${entry.outcome === 'silence' ? `silence, ${entry.fault}` : entry.fault}`];
}

function table(rows: readonly (readonly [string, string])[]): string {
  return ['| | |', '|---|---|', ...rows.map(([title, text]) => `| ${title} | ${text} |`)].join('\n');
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
