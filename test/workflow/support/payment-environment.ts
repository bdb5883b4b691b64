/** A worker in a Temporal whose time skips, with the database in memory and the gateway scripted. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createPaymentWorkflows } from '../../../api/payment-workflows.ts';
import { provideTimeSkippingServer } from '../../../sandbox/time-skipping-server.ts';
import { searchAttributes, TASK_QUEUE } from '../../../workflows/contract.ts';
import '../../support/quiet-runtime.ts';
import { workflowBundle } from '../../support/workflow-bundle.ts';
import { createFakeActivities, type Fakes } from './fake-activities.ts';
import { createFakeGateway, type FakeGateway } from './fake-gateway.ts';
import { createInMemoryPayments, type InMemoryPayments } from './in-memory-payments.ts';

const INDEXED_VALUE_TYPE_KEYWORD = 2;

export type PaymentEnvironment = {
  readonly env: TestWorkflowEnvironment;
  readonly payments: InMemoryPayments;
  readonly gateway: FakeGateway;
  readonly settings: Fakes['settings'];
  readonly workflows: ReturnType<typeof createPaymentWorkflows>;
  readonly stop: () => Promise<void>;
};

export async function startPaymentEnvironment(): Promise<PaymentEnvironment> {
  const env = await startTimeSkippingServer();
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name }) => [name, INDEXED_VALUE_TYPE_KEYWORD]),
    ),
  });
  const payments = createInMemoryPayments();
  const gateway = createFakeGateway();
  const settings: PaymentEnvironment['settings'] = { attentionAfterMs: undefined };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: workflowBundle(),
    activities: createFakeActivities({
      ...{ payments, gateway, settings },
      currentTimeMs: async () => await env.currentTimeMs(),
    }),
  });
  const running = worker.run();
  return {
    env,
    payments,
    gateway,
    settings,
    workflows: createPaymentWorkflows(env.client),
    async stop() {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

/** The SDK gives it 5 s, then ends it: with less of the processor than it wants it may need another start. */
const STARTS = 5;

async function startTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  const path = await provideTimeSkippingServer();
  const server = { executable: { type: 'existing-path', path } } as const;
  for (let start = 1; ; start += 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server });
    } catch (error) {
      const isOutOfTime = error instanceof Error && error.message.includes('did not start within');
      if (!isOutOfTime || start === STARTS) throw error;
    }
  }
}
