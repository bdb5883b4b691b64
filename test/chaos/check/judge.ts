/** Reads all records of a campaign that has come to rest, trusts none, and says where they do not tell one story. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInClear } from '../../support/find-in-clear.ts';
import { query, readRecords } from '../../support/four-records.ts';
import { type Violation, violationsOf } from '../../support/four-records-rules.ts';
import { readWorkflows } from '../../support/read-workflows.ts';
import type { Records, WorkflowRun } from '../../support/records.ts';
import type { Canaries } from '../canaries.ts';
import type { Campaign } from '../run/campaign.ts';
import type { World } from '../run/world.ts';

export type Judgement = {
  readonly violations: readonly Violation[];
  readonly records: Records;
};

export async function judge(
  { rig }: Pick<World, 'rig'>,
  { answers, unquiet }: Pick<Campaign, 'answers' | 'unquiet'>,
  canaries: Canaries,
): Promise<Judgement> {
  const workflows = await readWorkflows(rig.environment);
  const records: Records = { ...(await readRecords(rig)), workflows, answers };
  await query(rig.environment, 'checkpoint');
  const violations = [
    ...unquiet.map((sentence) => ofSentence('quiet soon after the healing', sentence)),
    ...violationsOf(records),
    ...unrecordable(records),
    ...readInClear(rig.dataDir, canaries).map((what) => ({
      ...{ rule: 'nothing that identifies a person is to be read', paymentId: '', what },
    })),
    ...nonDeterminismLogged(join(rig.dataDir, 'logs'), workflows),
  ];
  return { violations, records };
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

/** Also of runs that are no payment's, and of tasks whose failure did not reach the server. */
function nonDeterminismLogged(folder: string, workflows: readonly WorkflowRun[]): Violation[] {
  const overcome = workflows.filter(
    ({ failedTasks }) => failedTasks.length > 0 && failedTasks.every(({ isOvercome }) => isOvercome),
  );
  return readdirSync(folder)
    .filter((name) => name.startsWith('worker-'))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line.includes('TMPRL1100') && !overcome.some(({ runId }) => line.includes(runId)))
        .slice(0, 3)
        .map((line) => ({
          rule: 'no code disagrees with its history',
          paymentId: '',
          what: `${name}: ${line}`,
        })),
    );
}
