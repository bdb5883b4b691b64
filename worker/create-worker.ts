/** The worker with all it needs, wired in one place. */
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import type { KeyRing } from '../platform/crypto/key-ring.ts';
import { createDataConverter } from '../platform/temporal/data-converter.ts';
import { TASK_QUEUE } from '../workflows/contract.ts';
import { WORKFLOWS_PATH } from './bundle-workflows.ts';

/**
 * They share one thread, and each must end within its time-out: with the SDK's 40, on a busy machine, all of them are
 * late, and their work is done again for nothing (docs/decisions/0026-few-workflow-tasks-at-once.md).
 */
const WORKFLOW_TASKS_AT_ONCE = 10;

export type WorkerDeps = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly keyRing: KeyRing;
  /** A file made by `bundle-workflows.ts` from this very code. Null: made now. */
  readonly workflowBundle: string | null;
  readonly activities: ActivityDeps;
  /** Steps under way get this long to end when the worker is told to stop. */
  readonly shutdownGraceMs: number;
};

export async function createWorker(deps: WorkerDeps): Promise<Worker> {
  return await Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: TASK_QUEUE,
    ...(deps.workflowBundle === null
      ? { workflowsPath: WORKFLOWS_PATH }
      : { workflowBundle: { codePath: deps.workflowBundle } }),
    activities: createActivities(deps.activities),
    dataConverter: createDataConverter(deps.keyRing),
    shutdownGraceTime: deps.shutdownGraceMs,
    // With the workflow task time-out of workflows/contract.ts: a crashed worker is taken over in 3–4 s, not in 11.
    stickyQueueScheduleToStartTimeout: '1s',
    maxConcurrentWorkflowTaskExecutions: WORKFLOW_TASKS_AT_ONCE,
  });
}
