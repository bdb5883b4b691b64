/** What Temporal knows of one payment, for whoever reads why a test failed: each run's events, and what waits. */
import type { Client } from '@temporalio/client';
// Its enums cannot be imported by name from CommonJS.
import proto from '@temporalio/proto';
import { paymentWorkflowId } from '../../workflows/contract.ts';
import { withTemporal } from './read-workflows.ts';

type Time = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;

const { EventType } = proto.temporal.api.enums.v1;

export async function outlineRuns(
  environment: Readonly<Record<string, string>>,
  paymentId: string,
): Promise<string> {
  const workflowId = paymentWorkflowId(paymentId);
  return await withTemporal(environment, async (client) => {
    const runs: string[] = [];
    for await (const { runId, status } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      const lines = [
        ...(await eventsOf(client, workflowId, runId)),
        ...(await waitingOf(client, workflowId, runId)),
      ];
      runs.push([`${workflowId} ${runId} ${status.name}`, ...lines].join('\n  '));
    }
    return runs.join('\n');
  });
}

async function eventsOf(client: Client, workflowId: string, runId: string): Promise<readonly string[]> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return (events ?? []).map((event) => {
    const step = event.activityTaskScheduledEventAttributes?.activityType?.name;
    const marker = event.markerRecordedEventAttributes?.markerName;
    const name = EventType[event.eventType ?? 0]?.replace('EVENT_TYPE_', '');
    return [clockOf(event.eventTime), name, step ?? marker].filter(Boolean).join(' ');
  });
}

async function waitingOf(client: Client, workflowId: string, runId: string): Promise<readonly string[]> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return (raw.pendingActivities ?? []).map(
    ({ activityType, attempt, lastStartedTime, lastFailure }) =>
      `waits: ${activityType?.name}, attempt ${attempt} since ${clockOf(lastStartedTime)}, last failure: ${lastFailure?.message}`,
  );
}

function clockOf(time: Time): string {
  if (!time) return 'never';
  return new Date(Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6).toISOString().slice(11, 23);
}
