/** Opens a payment's workflow without an update: nobody waits, something is outstanding. */
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Payment } from '../domain/payment.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
} from '../workflows/contract.ts';

const DEADLINE_MS = 10_000;

export function createPaymentResumer(client: Client): (payment: Payment) => Promise<boolean> {
  return async (payment) => {
    const input: PaymentWorkflowInput = { paymentId: payment.paymentId, resume: true };
    try {
      await client.withDeadline(
        Date.now() + DEADLINE_MS,
        async () =>
          await client.workflow.start(PAYMENT_WORKFLOW_TYPE, {
            ...paymentStartOptions(payment),
            workflowIdConflictPolicy: 'FAIL',
            args: [input],
          }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  };
}
