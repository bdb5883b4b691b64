/**
 * What a shape can do: be the customer, the customer's browser, the gateway's fault, the operator. Ids are made from the
 * shape's name, so that a history recorded anew is about the same payment. An answer other than the expected one ends the
 * recording: a history is what its name says.
 */
import { createPaymentWorkflows } from '../../api/payment-workflows.ts';
import type { CreateRequest } from '../../domain/requests.ts';
import { derivePaymentId, hashRequest } from '../../platform/crypto/derive-ids.ts';
import { sandboxIssuer } from '../../sandbox/token-issuer/claims.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import {
  PAYMENT_WORKFLOW_TYPE,
  type PaymentWorkflowInput,
  paymentStartOptions,
  paymentWorkflowId,
  SWEEP_WORKFLOW_TYPE,
  TASK_QUEUE,
} from '../../workflows/contract.ts';
import { type ApiAnswer, callApi, callSimulator, payInWindow } from './http.ts';
import { CUSTOMER, type Stage } from './stage.ts';

export type Scene = ReturnType<typeof openScene>;

const UNTIL_SETTLED_MS = 60_000;

export function openScene(stage: Stage, name: string) {
  const { temporal } = stage;
  const workflows = createPaymentWorkflows(temporal);
  const keyFor = (what: string) => `${name}-${what}`;
  const paymentIdOf = (what: string) =>
    derivePaymentId({ issuer: sandboxIssuer, userId: CUSTOMER, idempotencyKey: keyFor(what) });
  const handleOf = (paymentId: string) => temporal.workflow.getHandle(paymentWorkflowId(paymentId));
  const read = async (paymentId: string) => (await callApi(stage, 'GET', `/payments/${paymentId}`)).body;

  return {
    handleOf,
    paymentIdOf,
    database: stage.database,

    async create(what = 'create', expected: Expected = {}) {
      const body = {
        orderId: `order-${name}`,
        orderName: 'Two books',
        amount: 10_000,
        currency: 'KRW',
        method: { type: 'CARD' },
      };
      const answer = await callApi(stage, 'POST', '/payments', { body, key: keyFor(what) });
      return { ...expect(answer, { status: CREATED, ...expected }), paymentId: paymentIdOf(what) };
    },

    /** As two API processes would that were asked at the same time: past the row, straight to the workflow. */
    async createBehindTheApi(expected: { readonly replayed: boolean }) {
      const request = requestOf(name, paymentIdOf('create'));
      const nowMs = Date.now();
      const answer = await workflows.create(request, {
        acceptByMs: nowMs + 3_000,
        answerByMs: nowMs + 8_000,
      });
      if (answer.kind !== 'done' || answer.replayed !== expected.replayed) throw surprise(name, answer);
      return { paymentId: request.paymentId, ...(await read(request.paymentId)) };
    },

    async complete(paymentId: string, pgTransactionId: string, expected: Expected = {}) {
      const body = { paymentId, pgTransactionId };
      return expect(await callApi(stage, 'POST', '/payments/complete', { body }), {
        status: 200,
        ...expected,
      });
    },

    async cancel(paymentId: string, amount?: number, expected: Expected & { readonly key?: string } = {}) {
      const { key = `cancel-${amount ?? 'all'}`, ...answer } = expected;
      const body = { reason: 'changed my mind', ...(amount !== undefined && { amount }) };
      const path = `/payments/${paymentId}/cancel`;
      return expect(await callApi(stage, 'POST', path, { body, key: keyFor(key) }), {
        status: 200,
        ...answer,
      });
    },

    read,
    pay: async (checkoutUrl: string, card?: string) => await payInWindow(checkoutUrl, card),

    async misbehave(paymentId: string, call: string, fault: object) {
      await callSimulator(stage, '/control/faults', { when: { call, paymentId }, fault });
    },

    async act(action: object) {
      await callSimulator(stage, '/control/actions', action);
    },

    /** Opened without an update, as the sweep does, or by hand. */
    async start(input: PaymentWorkflowInput) {
      await temporal.workflow.start(PAYMENT_WORKFLOW_TYPE, {
        ...paymentStartOptions(requestOf(name, input.paymentId)),
        args: [input],
      });
    },

    async startSweep(workflowId: string) {
      await temporal.workflow.start(SWEEP_WORKFLOW_TYPE, { workflowId, taskQueue: TASK_QUEUE });
    },

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

    async countEvents(
      paymentId: string,
      member: 'activityTaskScheduledEventAttributes' | 'timerFiredEventAttributes',
    ) {
      const { events } = await handleOf(paymentId).fetchHistory();
      return (events ?? []).filter((event) => event[member]).length;
    },
  };
}

/** 200 when its row turned out to be there already: a step that timed out may have come through. */
const CREATED = [200, 201];

type Expected = { readonly status?: number | readonly number[]; readonly code?: string };

function expect({ status, body }: ApiAnswer, expected: Expected): ApiAnswer['body'] {
  if (![expected.status].flat().includes(status) || body.code !== expected.code)
    throw surprise(expected, { status, body });
  return body;
}

function surprise(expected: unknown, got: unknown): Error {
  return new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

function requestOf(name: string, paymentId: string): CreateRequest {
  return {
    paymentId,
    userId: CUSTOMER,
    idempotencyKeyHash: null,
    requestHash: hashRequest({ name }),
    orderId: `order-${name}`,
    orderName: 'Two books',
    items: [],
    amount: 10_000,
    currency: 'KRW',
    method: { type: 'CARD' },
    provider: 'PORTONE',
    customer: null,
    metadata: {},
  };
}
