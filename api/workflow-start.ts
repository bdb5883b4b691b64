/** The start that goes with an update: an open workflow is used as it is, a closed one gets a new run. */
import { WithStartWorkflowOperation, type Workflow } from '@temporalio/client';
import {
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
  type WorkflowSubject,
} from '../workflows/contract.ts';

/** Good for one try only. */
export function startOperation(subject: WorkflowSubject): WithStartWorkflowOperation<Workflow> {
  const input: PaymentWorkflowInput = { paymentId: subject.paymentId };
  return new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
    ...paymentStartOptions(subject),
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
