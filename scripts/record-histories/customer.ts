/**
 * The customer of a shape: their requests to the API, and their browser. Ids are made from the shape's name, so that a
 * history recorded anew is about the same payment. An answer other than the expected one ends the recording: a history is
 * what its name says.
 */
import { createPaymentWorkflows } from '../../api/payment-workflows.ts';
import type { PaymentMethod } from '../../domain/methods.ts';
import type { CreateRequest } from '../../domain/requests.ts';
import { derivePaymentId, hashRequest } from '../../platform/crypto/derive-ids.ts';
import { sandboxIssuer } from '../../sandbox/token-issuer/claims.ts';
import { type ApiAnswer, callApi, payInWindow, visitWindow } from './http.ts';
import { CUSTOMER, type Stage } from './stage.ts';

export type Expected = { readonly status?: number | readonly number[]; readonly code?: string };

/** 200 when its row turned out to be there already: a step that timed out may have come through. */
const CREATED = [200, 201];

export function createCustomer(stage: Stage, name: string) {
  const keyFor = (what: string) => `${name}-${what}`;
  const paymentIdOf = (what: string) =>
    derivePaymentId({ issuer: sandboxIssuer, userId: CUSTOMER, idempotencyKey: keyFor(what) });
  const read = async (paymentId: string) => (await callApi(stage, 'GET', `/payments/${paymentId}`)).body;

  return {
    paymentIdOf,
    read,
    pay: async (checkoutUrl: string, card?: string) => await payInWindow(checkoutUrl, card),

    /** Has a virtual account issued; without `dueInMs` for as long as the shop is configured. */
    issue: async (checkoutUrl: string, dueInMs?: number) =>
      await visitWindow(checkoutUrl, dueInMs === undefined ? {} : { dueInMs }),

    async create(what = 'create', expected: Expected = {}, method: PaymentMethod = { type: 'CARD' }) {
      const { orderId, orderName, amount, currency } = requestOf(name, paymentIdOf(what));
      const body = { orderId, orderName, amount, currency, method };
      const answer = await callApi(stage, 'POST', '/payments', { body, key: keyFor(what) });
      return { ...expect(answer, { status: CREATED, ...expected }), paymentId: paymentIdOf(what) };
    },

    /** As two API processes would that were asked at the same time: past the row, straight to the workflow. */
    async createBehindTheApi(expected: { readonly replayed: boolean }) {
      const request = requestOf(name, paymentIdOf('create'));
      const nowMs = Date.now();
      const answer = await createPaymentWorkflows(stage.temporal).create(request, {
        acceptByMs: nowMs + 3_000,
        answerByMs: nowMs + 8_000,
      });
      if (answer.kind !== 'done' || answer.replayed !== expected.replayed) throw surprise(expected, answer);
      return { paymentId: request.paymentId, ...(await read(request.paymentId)) };
    },

    async complete(paymentId: string, pgTransactionId: string, expected: Expected = {}) {
      const body = { paymentId, pgTransactionId };
      return expect(await callApi(stage, 'POST', '/payments/complete', { body }), {
        status: 200,
        ...expected,
      });
    },

    async cancel(paymentId: string, amount?: number, expected: Expected = {}) {
      const body = { reason: 'changed my mind', ...(amount !== undefined && { amount }) };
      const key = keyFor(`cancel-${amount ?? 'all'}`);
      const answer = await callApi(stage, 'POST', `/payments/${paymentId}/cancel`, { body, key });
      return expect(answer, { status: 200, ...expected });
    },

    /** Cancels what was paid into a virtual account, or tells a refund of it where to go. */
    async refundTo(paymentId: string, accountNumber: string, expected: Expected = {}) {
      const refundAccount = { bank: 'KOOKMIN', accountNumber, holderName: 'Kim Hana' };
      const body = { reason: 'changed my mind', refundAccount };
      const key = keyFor(`refund-to-${accountNumber}`);
      const answer = await callApi(stage, 'POST', `/payments/${paymentId}/cancel`, { body, key });
      return expect(answer, { status: 200, ...expected });
    },
  };
}

/** What the API makes of a shape's order. */
export function requestOf(name: string, paymentId: string): CreateRequest {
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

function expect({ status, body }: ApiAnswer, expected: Expected): ApiAnswer['body'] {
  const isAsExpected = [expected.status].flat().includes(status) && body.code === expected.code;
  if (!isAsExpected) throw surprise(expected, { status, body });
  return body;
}

function surprise(expected: unknown, got: unknown): Error {
  return new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}
