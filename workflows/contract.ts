/**
 * The only workflow file that the API may import: ids, updates, queries, search attributes, and the types that
 * travel. Everything here is also stored in histories: change it only by adding.
 */
import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AttentionReason } from '../domain/attention.ts';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { RecordedOperatorAction, ResolveRequest, RetryRequest } from '../domain/operator.ts';
import type { Payment, PaymentStatus } from '../domain/payment.ts';
import type { CancelRequest, CompleteRequest, CreateRequest, WebhookRequest } from '../domain/requests.ts';
import { summarise } from '../domain/summary.ts';

export const TASK_QUEUE = 'payments';
export const PAYMENT_WORKFLOW_TYPE = 'paymentWorkflow';
export const SWEEP_WORKFLOW_TYPE = 'sweepWorkflow';
/** The Temporal Schedule that runs the sweep, and the id of its runs. */
export const SWEEP_SCHEDULE_ID = 'payment-sweep';
export const RECONCILE_WORKFLOW_TYPE = 'reconcileWorkflow';
/** The Temporal Schedule that compares our books with the gateways', and the id of its runs. */
export const RECONCILE_SCHEDULE_ID = 'payment-reconcile';

export function paymentWorkflowId(paymentId: string): string {
  return `payment-${paymentId}`;
}

/**
 * A crashed worker is taken over in 3–4 s with this, in 11 s without. Below the 3 s in which the API must have an update
 * accepted: a task that a stopping worker took with it comes back in time, and no client notices.
 */
const WORKFLOW_TASK_TIMEOUT = '2s';

/** What a workflow is told to be about when it is started, or opened again. */
export type WorkflowSubject = Pick<
  Payment,
  'paymentId' | 'orderId' | 'amount' | 'currency' | 'method' | 'provider'
> & {
  /** Absent before the record exists. */
  readonly status?: PaymentStatus;
};

/** How a payment's workflow is started from wherever: the same id, queue, attributes and summary. */
export function paymentStartOptions(subject: WorkflowSubject) {
  return {
    workflowId: paymentWorkflowId(subject.paymentId),
    taskQueue: TASK_QUEUE,
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    staticSummary: summarise(subject),
    typedSearchAttributes: [
      { key: searchAttributes.PaymentStatus, value: subject.status ?? 'READY' },
      { key: searchAttributes.PaymentProvider, value: subject.provider },
      { key: searchAttributes.PaymentMethod, value: subject.method.type },
      { key: searchAttributes.OrderId, value: subject.orderId },
    ],
  };
}

export type PaymentWorkflowInput = {
  readonly paymentId: string;
  /** True when nobody waits: opened to finish what is outstanding, without an update. */
  readonly resume?: boolean | undefined;
  /** Of the run before, whose work goes on: somebody waited for what the gateway says. */
  readonly isInquiryWanted?: boolean | undefined;
};

/** What an update answers. The payment itself is read from the database, where it is committed. */
export type Verdict =
  | { readonly kind: 'done'; readonly replayed?: boolean | undefined }
  /** Not known yet: it goes on by itself, a later GET tells. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams };

export const createUpdate = defineUpdate<Verdict, [CreateRequest]>('create');
export const completeUpdate = defineUpdate<Verdict, [CompleteRequest]>('complete');
export const cancelUpdate = defineUpdate<Verdict, [CancelRequest]>('cancel');

/** Look at the gateway. Answered as soon as it is accepted; what comes of it stands in the record. */
export const webhookUpdate = defineUpdate<Verdict, [WebhookRequest]>('webhook');

/** Reads the record again: for a run that lost an answer after COMMIT and does not know what stands there. */
export const refreshUpdate = defineUpdate<Verdict>('refresh');

/** Asks the gateway now, whatever the state: for news that nobody who waits brought (the reconciler's). */
export const lookUpdate = defineUpdate<Verdict>('look');

/** What an operator's update answers, in words for a terminal. */
export type OperatorAnswer =
  | {
      readonly kind: 'retried';
      /** The steps that waited and are begun anew, by the names that the Web UI shows. */
      readonly begunAgain: readonly string[];
      readonly gateway: 'answered' | 'silent';
      readonly status: PaymentStatus;
      readonly attention: AttentionReason | null;
    }
  | {
      /** `answered_by_gateway`: it knew after all, and its word is what is recorded. */
      readonly kind: 'overridden' | 'answered_by_gateway' | 'acknowledged';
      readonly status: PaymentStatus;
      readonly attention: AttentionReason | null;
    }
  /** Nothing was changed; `why` says what to write or do instead. */
  | { readonly kind: 'refused'; readonly code: OperatorRefusal; readonly why: readonly string[] }
  /** Not decided within 8 s: it goes on; current details tell. */
  | { readonly kind: 'pending' };

export type OperatorRefusal =
  | 'INVALID_REQUEST'
  | 'PAYMENT_NOT_FOUND'
  | 'NOTHING_TO_RESOLVE'
  | 'RESOLVE_IN_PROGRESS'
  | 'GATEWAY_NOT_ASKED'
  | 'AGAINST_A_RULE';

/** An operator's: whatever waits is tried again now, and the gateway is asked. */
export const retryUpdate = defineUpdate<OperatorAnswer, [RetryRequest]>('retry');

/** An operator's: decides what stays unknown. The gateway is asked first, and its word comes before the operator's. */
export const resolveUpdate = defineUpdate<OperatorAnswer, [ResolveRequest]>('resolve');

/** What operators have done to this payment, oldest first; the last ten of earlier runs. */
export const historyQuery = defineQuery<readonly RecordedOperatorAction[]>('history');

/** For developers and operators: the payment as this run knows it; null before it was loaded. */
export const paymentQuery = defineQuery<Payment | null>('payment');

export const searchAttributes = {
  PaymentStatus: defineSearchAttributeKey('PaymentStatus', 'KEYWORD'),
  PaymentAttention: defineSearchAttributeKey('PaymentAttention', 'KEYWORD'),
  PaymentProvider: defineSearchAttributeKey('PaymentProvider', 'KEYWORD'),
  PaymentMethod: defineSearchAttributeKey('PaymentMethod', 'KEYWORD'),
  OrderId: defineSearchAttributeKey('OrderId', 'KEYWORD'),
} as const;
