/** What all scenarios share: the records, and the hand on time and on Temporal. */
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import type { Provider } from '../../../../domain/providers.ts';
import { waitUntil } from '../../../../sandbox/wait.ts';
import { paymentWorkflowId, SWEEP_SCHEDULE_ID } from '../../../../workflows/contract.ts';
import { type OpenRecords, openRecords } from '../../../support/open-records.ts';
import { startSecondApi } from '../../../support/second-api.ts';

export type World = {
  readonly records: OpenRecords;
  /** The API that leads this method to that gateway. */
  apiOf(provider: Provider, method: string): string;
  /** Its time was over an hour ago, its workflow is gone, and whoever asks about it opens a run that knows. */
  overdue(paymentId: string): Promise<void>;
  /** As if its last change were an hour old, and the workflow gone. */
  forget(paymentId: string): Promise<void>;
  /** Sweeps until it has come by. */
  sweepUntil(isDone: () => Promise<boolean>): Promise<void>;
  /** Until its run has closed. */
  atRest(paymentId: string): Promise<void>;
  stop(): Promise<void>;
};

export async function openWorld(): Promise<World> {
  const { api, environment, simulator } = inject('live');
  const records = await openRecords({ environment, simulator });
  const tossApi = await startSecondApi({ GATEWAY_ROUTES: 'VIRTUAL_ACCOUNT=TOSS' });
  const connection = await Connection.connect({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  const { workflow, schedule } = new Client({ connection });

  async function loseWorkflow(paymentId: string, set: string): Promise<void> {
    await workflow.getHandle(paymentWorkflowId(paymentId)).terminate('lost by a test');
    await records.query(`update payment set ${set} where payment_id = '${paymentId}'`);
  }

  return {
    records,
    apiOf: (provider, method) => (provider === 'TOSS' && method === 'VIRTUAL_ACCOUNT' ? tossApi.url : api),
    overdue: async (paymentId) =>
      await loseWorkflow(paymentId, `expires_at = ${AN_HOUR_AGO}, updated_at = ${AN_HOUR_AGO}`),
    forget: async (paymentId) => await loseWorkflow(paymentId, `updated_at = ${AN_HOUR_AGO}`),
    async sweepUntil(isDone) {
      const sweep = schedule.getHandle(SWEEP_SCHEDULE_ID);
      await waitUntil(
        async () => {
          // One that is asked for while another runs is skipped.
          await sweep.trigger();
          return (await isDone()) || undefined;
        },
        { what: 'the sweep has come by', deadlineMs: 45_000, everyMs: 1_000 },
      );
    },
    async atRest(paymentId) {
      const isClosed = async () => {
        const { status } = await workflow.getHandle(paymentWorkflowId(paymentId)).describe();
        return status.name === 'RUNNING' ? undefined : true;
      };
      await waitUntil(isClosed, { what: 'its run has closed', deadlineMs: 20_000, everyMs: 200 });
    },
    async stop() {
      await records.stop();
      await tossApi.stop();
      await connection.close();
    },
  };
}

const AN_HOUR_AGO = `now() - interval '1 hour'`;
