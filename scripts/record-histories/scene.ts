/** All that a shape can do: be the customer, make the gateway misbehave, be the operator, wait. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { waitUntil } from '../../sandbox/wait.ts';
import {
  lookUpdate,
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
  paymentWorkflowId,
  RECONCILE_WORKFLOW_TYPE,
  SWEEP_WORKFLOW_TYPE,
  TASK_QUEUE,
  type WorkflowSubject,
} from '../../workflows/contract.ts';
import { createCustomer, requestOf } from './customer.ts';
import { createGatewayHand } from './gateway.ts';
import { createOperator } from './operator.ts';
import type { Stage } from './stage.ts';

export type Scene = ReturnType<typeof openScene>;

const UNTIL_SETTLED_MS = 60_000;

export function openScene(stage: Stage, name: string) {
  const { workflow } = stage.temporal;
  const handleOf = (paymentId: string) => workflow.getHandle(paymentWorkflowId(paymentId));

  return {
    ...createCustomer(stage, name),
    ...createOperator(stage, name),
    ...createGatewayHand(stage),
    database: stage.database,
    handleOf,

    /** Opened without an update, as the sweep does, or by hand. */
    async start(input: PaymentWorkflowInput) {
      await workflow.start(PAYMENT_WORKFLOW_TYPE, {
        ...paymentStartOptions(requestOf(name, input.paymentId)),
        args: [input],
      });
    },

    async startSweep(workflowId: string) {
      await workflow.start(SWEEP_WORKFLOW_TYPE, { workflowId, taskQueue: TASK_QUEUE });
    },

    async startReconciler(workflowId: string) {
      await workflow.start(RECONCILE_WORKFLOW_TYPE, { workflowId, taskQueue: TASK_QUEUE });
    },

    look: async (paymentId: string) => await makeLook(stage, requestOf(name, paymentId)),

    /** The run has ended: what comes next opens another. */
    async closed(paymentId: string) {
      await handleOf(paymentId).result();
    },

    async until(what: string, isSo: () => Promise<boolean>) {
      await waitUntil(async () => (await isSo()) || undefined, {
        what: `${name}: ${what}`,
        deadlineMs: UNTIL_SETTLED_MS,
        everyMs: 100,
      });
    },

    /** Of the newest run. */
    async countEvents(
      paymentId: string,
      member: 'activityTaskScheduledEventAttributes' | 'timerFiredEventAttributes',
    ) {
      const { events } = await handleOf(paymentId).fetchHistory();
      return (events ?? []).filter((event) => event[member]).length;
    },
  };
}

/** As the reconciler does with a payment that differs. */
async function makeLook({ temporal }: Stage, subject: WorkflowSubject): Promise<void> {
  await temporal.workflow.executeUpdateWithStart(lookUpdate, {
    startWorkflowOperation: new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
      ...paymentStartOptions(subject),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ paymentId: subject.paymentId }],
    }),
  });
}
