/** Every history that Temporal keeps, run again by the workflows as they are: code that disagrees with one would stand still. */
import { type ReplayResult, Worker } from '@temporalio/worker';
import '../../support/quiet-runtime.ts';
import { withTemporal } from '../../support/read-workflows.ts';

type Environment = Readonly<Record<string, string>>;

/** One after the other, of payments and of all else that ran; those that agree have no `error`. */
export async function replayAll(environment: Environment): Promise<readonly ReplayResult[]> {
  return await withTemporal(environment, async (client) => {
    const results: ReplayResult[] = [];
    const replayed = Worker.runReplayHistories(
      {
        workflowBundle: { codePath: environment['WORKFLOW_BUNDLE'] ?? '' },
        ...(client.options.dataConverter && { dataConverter: client.options.dataConverter }),
      },
      // More at once would be fetched without a limit, and wait in memory.
      client.workflow.list().intoHistories({ concurrency: 1 }),
    );
    for await (const result of replayed) results.push(result);
    return results;
  });
}
