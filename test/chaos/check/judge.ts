/** Reads all records of a campaign that has come to rest, trusts none, and says where they do not tell one story. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplayResult } from '@temporalio/worker';
import { findInClear } from '../../support/find-in-clear.ts';
import { query, readRecords } from '../../support/four-records.ts';
import { type Violation, violationsOf } from '../../support/four-records-rules.ts';
import { paymentIdOf, readWorkflows } from '../../support/read-workflows.ts';
import type { Records } from '../../support/records.ts';
import type { Canaries } from '../canaries.ts';
import type { Campaign } from '../run/campaign.ts';
import type { World } from '../run/world.ts';
import { replayAll } from './replay-all.ts';

export type Judgement = {
  readonly violations: readonly Violation[];
  readonly records: Records;
  /** How many histories. */
  readonly replayed: number;
};

export async function judge(
  { rig }: Pick<World, 'rig'>,
  { answers, unquiet }: Pick<Campaign, 'answers' | 'unquiet'>,
  canaries: Canaries,
): Promise<Judgement> {
  const [read, workflows, replayed] = await Promise.all([
    readRecords(rig),
    readWorkflows(rig.environment),
    replayAll(rig.environment),
  ]);
  const records: Records = { ...read, workflows, answers };
  await query(rig.environment, 'checkpoint');
  const violations = [
    ...unquiet.map((sentence) => ofSentence('quiet soon after the healing', sentence)),
    ...violationsOf(records),
    ...unrecordable(records),
    ...readInClear(rig.dataDir, canaries).map((what) => ({
      ...{ rule: 'nothing that identifies a person is to be read', paymentId: '', what },
    })),
    ...notJson(join(rig.dataDir, 'logs')),
    ...disagreements(replayed),
  ];
  return { violations, records, replayed: replayed.length };
}

function ofSentence(rule: string, sentence: string): Violation {
  const [paymentId = '', what = ''] = sentence.split(/: (.*)/s);
  return { rule, paymentId, what };
}

/** What no rule of the database lets us write down: nothing in a campaign brings that about. */
function unrecordable({ books }: Records): Violation[] {
  return books
    .filter(({ attention }) => attention === 'UNRECORDABLE')
    .map(({ paymentId }) => ({ rule: 'all that happens can be recorded', paymentId, what: 'UNRECORDABLE' }));
}

/** It is told where money goes back to, and keeps a journal. */
const OF_SIMULATOR = /\/simulator/;

function readInClear(folder: string, { customer, keyMark, account }: Canaries): readonly string[] {
  return [
    ...findInClear(folder, { ...customer, keyMark }),
    ...findInClear(folder, account).filter((what) => !OF_SIMULATOR.test(what)),
  ];
}

/** Of a process that was killed the last may be half a line. */
function notJson(folder: string): Violation[] {
  return readdirSync(folder)
    .filter((name) => /^(worker|api)-/.test(name))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .slice(0, -1)
        .filter((line) => !isJson(line))
        .slice(0, 3)
        .map((line) => ({ rule: 'a log is lines of JSON', paymentId: '', what: `${name}: ${line}` })),
    );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function disagreements(replayed: readonly ReplayResult[]): Violation[] {
  return replayed.flatMap(({ workflowId, runId, error }) => {
    if (error === undefined) return [];
    const what = `${workflowId}, run ${runId}: ${error.message}`;
    return [{ rule: 'no code disagrees with its history', paymentId: paymentIdOf(workflowId), what }];
  });
}
