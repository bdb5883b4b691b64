/** Workflows as the API sees them: a test says what the next call does to the rows, and answers. */
import type { Budget, PaymentWorkflows, WorkflowAnswer } from '../../../api/deps.ts';
import type { Payment } from '../../../domain/payment.ts';
import type {
  CancelRequest,
  CompleteRequest,
  CreateRequest,
  WebhookRequest,
} from '../../../domain/requests.ts';
import { type FakePayments, paymentRow } from './fake-payments.ts';

export type Call =
  | { readonly update: 'create'; readonly request: CreateRequest; readonly budget: Budget }
  | {
      readonly update: 'complete';
      readonly payment: Payment;
      readonly request: CompleteRequest;
      readonly budget: Budget;
    }
  | {
      readonly update: 'cancel';
      readonly payment: Payment;
      readonly request: CancelRequest;
      readonly budget: Budget;
    }
  | {
      readonly update: 'webhook';
      readonly payment: Payment;
      readonly request: WebhookRequest;
      readonly budget: Budget;
    };

export type FakeWorkflows = PaymentWorkflows & {
  readonly calls: Call[];
  /** Every call from now on does and answers this. */
  answerWith(answer: WorkflowAnswer, effect?: (call: Call) => void): void;
  /** As the real one: create commits the row, the others do nothing. */
  reset(): void;
};

export function createFakeWorkflows(payments: FakePayments): FakeWorkflows {
  const commit = (call: Call) => {
    if (call.update === 'create') payments.rows.set(call.request.paymentId, rowOf(call.request));
  };
  let behaviour: { readonly answer: WorkflowAnswer; readonly effect: (call: Call) => void };
  const calls: Call[] = [];
  const handle = async (call: Call): Promise<WorkflowAnswer> => {
    calls.push(call);
    behaviour.effect(call);
    return behaviour.answer;
  };
  const reset = () => {
    calls.length = 0;
    behaviour = { answer: { kind: 'done' }, effect: commit };
  };
  reset();
  return {
    calls,
    reset,
    answerWith: (answer, effect = () => {}) => {
      behaviour = { answer, effect };
    },
    create: (request, budget) => handle({ update: 'create', request, budget }),
    complete: (payment, request, budget) => handle({ update: 'complete', payment, request, budget }),
    cancel: (payment, request, budget) => handle({ update: 'cancel', payment, request, budget }),
    webhook: (payment, request, budget) => handle({ update: 'webhook', payment, request, budget }),
  };
}

export function rowOf(request: CreateRequest): Payment {
  const { paymentId, userId, orderId, orderName, amount, currency, method, provider, requestHash } = request;
  return paymentRow({
    paymentId,
    userId,
    orderId,
    orderName,
    amount,
    currency,
    method,
    provider,
    requestHash,
  });
}
