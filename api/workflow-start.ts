/** How a payment's workflow is started, and opened again: the same id, queue and attributes from wherever it comes. */
import { WithStartWorkflowOperation, type Workflow } from '@temporalio/client';
import { CURRENCIES } from '../domain/money.ts';
import type { Payment, PaymentStatus } from '../domain/payment.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentWorkflowId,
  searchAttributes,
  TASK_QUEUE,
  WORKFLOW_TASK_TIMEOUT,
} from '../workflows/contract.ts';

/** A payment, or a request for one (which has no status yet). */
export type Subject = Pick<
  Payment,
  'paymentId' | 'orderId' | 'amount' | 'currency' | 'method' | 'provider'
> & {
  readonly status?: PaymentStatus;
};

export function workflowIdOf({ paymentId }: Subject): string {
  return paymentWorkflowId(paymentId);
}

/** An open workflow is used as it is; a closed one gets a new run. Good for one try only. */
export function startOperation(subject: Subject): WithStartWorkflowOperation<Workflow> {
  const input: PaymentWorkflowInput = { paymentId: subject.paymentId };
  return new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
    workflowId: workflowIdOf(subject),
    taskQueue: TASK_QUEUE,
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: summarise(subject),
    typedSearchAttributes: [
      { key: searchAttributes.PaymentStatus, value: subject.status ?? 'READY' },
      { key: searchAttributes.PaymentProvider, value: subject.provider },
      { key: searchAttributes.PaymentMethod, value: subject.method.type },
      { key: searchAttributes.OrderId, value: subject.orderId },
    ],
  });
}

/** `KRW 10,000 · CARD · order-123`: one line for the Web UI (encrypted, as everything that travels). */
export function summarise({ amount, currency, method, orderId }: Subject): string {
  return `${currency} ${inMajorUnits(amount, currency)} · ${method.type} · ${orderId}`;
}

function inMajorUnits(amountMinor: number, currency: string): string {
  const known: Readonly<Record<string, number>> = CURRENCIES;
  const digits = known[currency] ?? 0;
  return (amountMinor / 10 ** digits).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
