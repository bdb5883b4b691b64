/** The payments whose workflows are open, as Temporal's visibility tells. */
import type { Client } from '@temporalio/client';
import type { Provider } from '../domain/providers.ts';
import { PAYMENT_WORKFLOW_TYPE, paymentWorkflowId, searchAttributes } from '../workflows/contract.ts';

const PAGE_SIZE = 100;

/** Pages of their ids; none whose run began less than `settlingMs` ago, which may be about to make its row. */
export function createOpenPaymentsLister(client: Client, settlingMs: number) {
  return async function* listOpenPayments(provider: Provider): AsyncGenerator<readonly string[]> {
    const startedBefore = new Date(Date.now() - settlingMs).toISOString();
    const query = [
      `WorkflowType = '${PAYMENT_WORKFLOW_TYPE}'`,
      `ExecutionStatus = 'Running'`,
      `${searchAttributes.PaymentProvider.name} = '${provider}'`,
      `StartTime < '${startedBefore}'`,
    ].join(' and ');
    const prefix = paymentWorkflowId('');
    let page: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE_SIZE })) {
      page.push(workflowId.slice(prefix.length));
      if (page.length < PAGE_SIZE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  };
}
