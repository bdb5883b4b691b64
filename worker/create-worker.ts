/** The worker with all it needs, wired in one place. */
import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import type { KeyRing } from '../platform/crypto/key-ring.ts';
import { createDataConverter } from '../platform/temporal/data-converter.ts';
import { TASK_QUEUE } from '../workflows/contract.ts';

export const WORKFLOWS_PATH = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

export type WorkerDeps = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly keyRing: KeyRing;
  readonly activities: ActivityDeps;
  /** Steps under way get this long to end when the worker is told to stop. */
  readonly shutdownGraceMs: number;
};

export async function createWorker(deps: WorkerDeps): Promise<Worker> {
  return await Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: TASK_QUEUE,
    workflowsPath: WORKFLOWS_PATH,
    activities: createActivities(deps.activities),
    dataConverter: createDataConverter(deps.keyRing),
    shutdownGraceTime: deps.shutdownGraceMs,
    // With the workflow task time-out of workflows/contract.ts: a crashed worker is taken over in 3–4 s, not in 11.
    stickyQueueScheduleToStartTimeout: '1s',
  });
}
