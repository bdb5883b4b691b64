/**
 * The same request, however often and wherever it comes from, is one payment and one cancellation: across two API
 * processes, after the workflow has closed, and after its history is gone.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { createDataConverter } from '../../platform/temporal/data-converter.ts';
import { paymentWorkflowId } from '../../workflows/contract.ts';
import { type ApiClient, apiClient, createPaid, order } from '../support/live.ts';
import { startSecondApi } from '../support/second-api.ts';
import { booksOf } from '../support/simulator.ts';

const user = `user-${randomUUID()}`;
let here: ApiClient;
let there: ApiClient;
let second: Awaited<ReturnType<typeof startSecondApi>>;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  const { environment } = inject('live');
  second = await startSecondApi();
  here = await apiClient(user);
  there = await apiClient(user, second.url);
  connection = await Connection.connect({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  const dataConverter = createDataConverter(parseKeyRing(environment['ENCRYPTION_KEYS'] ?? ''));
  client = new Client({ connection, dataConverter });
});

afterAll(async () => {
  await connection.close();
  await second.stop();
});

/** As after the namespace's retention: Temporal has never heard of this payment. */
async function forgetHistory(paymentId: string) {
  const workflowId = paymentWorkflowId(paymentId);
  await client.workflow.getHandle(workflowId).result();
  await client.workflowService.deleteWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
  });
  const isKnown = async () =>
    await client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      );
  await expect.poll(isKnown, { timeout: 90_000 }).toBe(false);
}

function statusesOf(answers: readonly { readonly status: number }[]): readonly number[] {
  return answers.map(({ status }) => status).toSorted((left, right) => left - right);
}

describe('create', () => {
  it('sent ten times at once to two API processes makes one payment', async () => {
    const request = { body: order(), key: randomUUID() };
    const sendings = Array.from({ length: 10 }, async (_, index) =>
      (index % 2 === 0 ? here : there)('POST', '/api/v1/payments', request),
    );
    const answers = await Promise.all(sendings);
    expect(new Set(answers.map(({ body }) => body.paymentId)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    const { body } = await here('GET', '/api/v1/payments/me?limit=100');
    expect(body.items.filter(({ orderId }) => orderId === request.body.orderId)).toHaveLength(1);
  });

  it('sent at once with one key and two bodies makes one payment and refuses the other body', async () => {
    const key = randomUUID();
    const answers = await Promise.all([
      here('POST', '/api/v1/payments', { body: order({ amount: 1_000 }), key }),
      there('POST', '/api/v1/payments', { body: order({ amount: 2_000 }), key }),
    ]);
    expect(statusesOf(answers)).toEqual([201, 422]);
  });

  it('sent at once for one order under two keys makes one live payment', async () => {
    const body = order();
    const answers = await Promise.all([
      here('POST', '/api/v1/payments', { body, key: randomUUID() }),
      there('POST', '/api/v1/payments', { body, key: randomUUID() }),
      here('POST', '/api/v1/payments', { body }),
    ]);
    expect(statusesOf(answers)).toEqual([201, 409, 409]);
  });

  it('is answered with the current payment after the workflow has closed', async () => {
    const request = { body: order(), key: randomUUID() };
    const { body } = await here('POST', '/api/v1/payments', request);
    await here('POST', `/api/v1/payments/${body.paymentId}/cancel`, { body: { reason: 'changed my mind' } });
    const repeat = await there('POST', '/api/v1/payments', request);
    expect([repeat.status, repeat.body.paymentId, repeat.body.status]).toEqual([
      200,
      body.paymentId,
      'CANCELLED',
    ]);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
  });

  it('is possible again for an order whose payment has ended', async () => {
    const body = order();
    const first = await here('POST', '/api/v1/payments', { body });
    await here('POST', `/api/v1/payments/${first.body.paymentId}/cancel`, { body: { reason: 'wrong card' } });
    const again = await here('POST', '/api/v1/payments', { body });
    expect(again.status).toBe(201);
    expect(again.body.paymentId).not.toBe(first.body.paymentId);
  });
});

describe('cancel', () => {
  it('sent at once to two API processes under one key gives back once', async () => {
    const { paymentId } = await createPaid(here);
    const request = { body: { reason: 'returned', amount: 3_000 }, key: randomUUID() };
    const path = `/api/v1/payments/${paymentId}/cancel`;
    const answers = await Promise.all([here('POST', path, request), there('POST', path, request)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await booksOf(paymentId)).toMatchObject({ cancelled: 3_000 });
  });

  it('sent at once under two keys gives back both, or refuses one: never more than was paid', async () => {
    const { paymentId } = await createPaid(here);
    const path = `/api/v1/payments/${paymentId}/cancel`;
    const body = { reason: 'returned', amount: 6_000 };
    const answers = await Promise.all([
      here('POST', path, { body, key: randomUUID() }),
      there('POST', path, { body, key: randomUUID() }),
    ]);
    expect(statusesOf(answers)).toEqual([200, 409]);
    expect(await booksOf(paymentId)).toMatchObject({ cancelled: 6_000, held: 4_000 });
  });
});

describe('complete', () => {
  it('sent at once to two API processes pays once, and its repeats answer the current payment', async () => {
    const { paymentId, pgTransactionId } = await createPaid(here);
    const request = { body: { paymentId, pgTransactionId } };
    const answers = await Promise.all([
      here('POST', '/api/v1/payments/complete', request),
      there('POST', '/api/v1/payments/complete', request),
    ]);
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'PAID'],
      [200, 'PAID'],
    ]);
    const other = await here('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId: 'another' },
    });
    expect([other.status, other.body.code]).toEqual([409, 'TRANSACTION_MISMATCH']);
  });
});

describe("when Temporal's retention has taken the history", () => {
  it('the rows go on to decide: create, complete and cancel repeat what was, and give back nothing more', async () => {
    const creation = { body: order(), key: randomUUID() };
    const { paymentId, pgTransactionId } = await createPaid(here, creation.body, creation.key);
    const path = `/api/v1/payments/${paymentId}/cancel`;
    const cancellation = { body: { reason: 'returned', amount: 3_000 }, key: randomUUID() };
    await here('POST', path, cancellation);
    await forgetHistory(paymentId);

    const created = await there('POST', '/api/v1/payments', creation);
    expect([created.status, created.body.paymentId]).toEqual([200, paymentId]);
    const completed = await there('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect([completed.status, completed.body.status]).toEqual([200, 'PARTIALLY_CANCELLED']);
    const repeated = await there('POST', path, cancellation);
    expect([repeated.status, repeated.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    const other = await there('POST', path, { ...cancellation, body: { reason: 'returned', amount: 4_000 } });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await booksOf(paymentId)).toMatchObject({ cancelled: 3_000, held: 7_000 });
  });
});
