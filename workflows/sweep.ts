/** Run by a Temporal Schedule: what is outstanding gets an open workflow again. Its result is the run's report. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';

const { temporalResumeOutstanding } = proxyActivities<Activities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

export async function sweepWorkflow() {
  return await temporalResumeOutstanding.executeWithOptions(
    { summary: 'Open what is outstanding', activityId: 'temporal-resume-outstanding' },
    [],
  );
}
