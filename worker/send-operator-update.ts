/** An operator's update, to the payment's own workflow: an open one as it is, else one that is opened for it. */
import { randomUUID } from 'node:crypto';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import {
  type OperatorAnswer,
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
  type WorkflowSubject,
} from '../workflows/contract.ts';

/** The workflow answers within 8 s, once a worker has taken it up. */
const DEADLINE_MS = 20_000;
/** A run that is just closing takes nothing any more; the next try, under the same id, opens another. */
const TRIES = 3;

export type OperatorMessage<Request> = {
  readonly update: UpdateDefinition<OperatorAnswer, [Request]>;
  readonly request: Request;
};

export async function sendOperatorUpdate<Request>(
  client: Client,
  payment: WorkflowSubject,
  { update, request }: OperatorMessage<Request>,
): Promise<OperatorAnswer> {
  const updateId = randomUUID();
  const input: PaymentWorkflowInput = { paymentId: payment.paymentId };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.withDeadline(Date.now() + DEADLINE_MS, async () =>
        client.workflow.executeUpdateWithStart(update, {
          args: [request],
          updateId,
          startWorkflowOperation: new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
            ...paymentStartOptions(payment),
            workflowIdConflictPolicy: 'USE_EXISTING',
            args: [input],
          }),
        }),
      );
    } catch (error) {
      // It is on its way, and is carried out when a worker is back.
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'pending' };
      if (attempt >= TRIES) throw error;
    }
  }
}
