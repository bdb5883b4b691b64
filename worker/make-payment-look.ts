/** Makes a payment look at its gateway, in its own workflow, opened for it where none is open. */
import { type Client, WithStartWorkflowOperation, WorkflowUpdateStage } from '@temporalio/client';
import type { Payment } from '../domain/payment.ts';
import {
  lookUpdate,
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
} from '../workflows/contract.ts';

const DEADLINE_MS = 10_000;
/** A run that is just closing takes nothing any more; the next try opens another. */
const TRIES = 3;

/** Resolves once it will look for certain; what it finds is its own affair. */
export function createPaymentLooker(client: Client): (payment: Payment) => Promise<void> {
  return async (payment) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.withDeadline(Date.now() + DEADLINE_MS, async () => await look(client, payment));
      } catch (error) {
        if (attempt >= TRIES) throw error;
      }
    }
  };
}

async function look(client: Client, payment: Payment): Promise<void> {
  const input: PaymentWorkflowInput = { paymentId: payment.paymentId };
  await client.workflow.startUpdateWithStart(lookUpdate, {
    waitForStage: WorkflowUpdateStage.ACCEPTED,
    startWorkflowOperation: new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
      ...paymentStartOptions(payment),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [input],
    }),
  });
}
