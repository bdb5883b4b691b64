/** Sees to it that an outstanding payment has an open workflow that knows what is committed. */
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowUpdateStage } from '@temporalio/client';
import type { Payment } from '../domain/payment.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentQuery,
  paymentStartOptions,
  paymentWorkflowId,
  refreshUpdate,
} from '../workflows/contract.ts';

const DEADLINE_MS = 10_000;

/** The answer: whether anything had to be done. */
export function createPaymentResumer(client: Client): (payment: Payment) => Promise<boolean> {
  return async (payment) =>
    await client.withDeadline(Date.now() + DEADLINE_MS, async () => {
      return (await open(client, payment)) || (await refreshIfStale(client, payment));
    });
}

async function open(client: Client, payment: Payment): Promise<boolean> {
  const input: PaymentWorkflowInput = { paymentId: payment.paymentId, resume: true };
  try {
    await client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
      ...paymentStartOptions(payment),
      workflowIdConflictPolicy: 'FAIL',
      args: [input],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** A run whose update was lost after COMMIT does not know of it. A query leaves no trace in its history. */
async function refreshIfStale(client: Client, payment: Payment): Promise<boolean> {
  const handle = client.workflow.getHandle(paymentWorkflowId(payment.paymentId));
  const seen = await handle.query(paymentQuery);
  if (seen !== null && seen.version >= payment.version) return false;
  await handle.startUpdate(refreshUpdate, { waitForStage: WorkflowUpdateStage.ACCEPTED });
  return true;
}
