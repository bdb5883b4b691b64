/** What Temporal keeps of every payment: each run's history, read to its last event. */
import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
// Its enums cannot be imported by name from CommonJS.
import proto from '@temporalio/proto';
import { z } from 'zod';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { PAYMENT_WORKFLOW_TYPE, paymentWorkflowId } from '../../workflows/contract.ts';
import { inBatches } from './in-batches.ts';
import type { WorkflowRun } from './records.ts';

type Environment = Readonly<Record<string, string>>;

const AT_ONCE = 8;
const resultSchema = z.object({ status: z.string().nullable() });

export async function readWorkflows(environment: Environment): Promise<readonly WorkflowRun[]> {
  return await withTemporal(environment, async (client) => {
    const found: Execution[] = [];
    const query = `WorkflowType = '${PAYMENT_WORKFLOW_TYPE}'`;
    for await (const { workflowId, runId, startTime, status } of client.workflow.list({ query })) {
      found.push({ workflowId, runId, startedAtMs: startTime.getTime(), status: status.name });
    }
    return await inBatches(found, AT_ONCE, async (each) => await readRun(client, each));
  });
}

/** Of which payments a workflow is open. */
export async function readOpenWorkflows(environment: Environment): Promise<readonly string[]> {
  const query = `WorkflowType = '${PAYMENT_WORKFLOW_TYPE}' and ExecutionStatus = 'Running'`;
  return await withTemporal(environment, async (client) => {
    const open: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) open.push(paymentIdOf(workflowId));
    return open;
  });
}

export async function withTemporal<Result>(
  environment: Environment,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = connectTemporalClient({
    temporal: {
      address: environment['TEMPORAL_ADDRESS'] ?? '',
      namespace: environment['TEMPORAL_NAMESPACE'] ?? 'default',
    },
    keyRing: parseKeyRing(environment['ENCRYPTION_KEYS'] ?? ''),
  });
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
}

type Execution = {
  readonly workflowId: string;
  readonly runId: string;
  readonly startedAtMs: number;
  readonly status: string;
};

async function readRun(
  client: Client,
  { workflowId, runId, startedAtMs, status }: Execution,
): Promise<WorkflowRun> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const lastDone = (events ?? []).findLastIndex(
    ({ workflowTaskCompletedEventAttributes: completed }) => completed !== null && completed !== undefined,
  );
  const failedTasks = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }, index) =>
    failed ? [{ cause: wordOf(failed.cause), isOvercome: index < lastDone }] : [],
  );
  const payloads = events?.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads;
  const decoded = payloads
    ? await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads)
    : undefined;
  const result = decoded && resultSchema.parse(decoded[0]).status;
  const paymentId = paymentIdOf(workflowId);
  return { paymentId, runId, startedAtMs, readAtMs: Date.now(), status, result, failedTasks };
}

/** Empty for a workflow that is no payment's. */
export function paymentIdOf(workflowId: string): string {
  const prefix = paymentWorkflowId('');
  return workflowId.startsWith(prefix) ? workflowId.slice(prefix.length) : '';
}

/** `NON_DETERMINISTIC_ERROR` of `WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR`. */
function wordOf(cause: number | null | undefined): string {
  const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
  const name = WorkflowTaskFailedCause[cause ?? 0] ?? 'UNKNOWN';
  return name.replace('WORKFLOW_TASK_FAILED_CAUSE_', '');
}
