/** Of a client's payments: no run holds a failed task, and each replays with the workflows as they are. */
import { expect } from 'vitest';
import { historyOfRun, replay } from '../../../replay/support/replay.ts';
import { readWorkflows, withTemporal } from '../../../support/read-workflows.ts';
import type { RecordingClient } from '../../../support/recording-client.ts';
import type { Rig } from '../../../support/rig.ts';
import { workflowBundle } from '../../../support/workflow-bundle.ts';

export async function expectHistoriesSound(
  { environment }: Rig,
  { answers }: RecordingClient,
): Promise<void> {
  const ours = new Set(answers.map(({ paymentId }) => paymentId));
  const runs = (await readWorkflows(environment)).filter(({ paymentId }) => ours.has(paymentId));
  const failed = runs.flatMap(({ failedTasks }) => failedTasks);
  // Somebody asked just when a run was to end: it is told so, and takes that up first.
  expect(failed.filter(({ cause }) => cause !== 'UNHANDLED_COMMAND')).toEqual([]);
  const histories = await withTemporal(environment, async ({ workflow }) => {
    const read = runs.map(async ({ paymentId, runId }) => {
      const history = await workflow.getHandle(`payment-${paymentId}`, runId).fetchHistory();
      return historyOfRun(runId, history);
    });
    return await Promise.all(read);
  });
  const replayed = await replay(workflowBundle(), histories);
  expect([...replayed.values()].flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(replayed.size).toBe(runs.length);
}
