/**
 * `retry` and `resolve` and the steps that move money, on the real server: a sleeping attempt begins at once, a running one
 * is never joined by a second. Payments and gateway are scripted, on a task queue of their own; only the server is what matters.
 */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Payment } from '../../domain/payment.ts';
import type { CreateRequest } from '../../domain/requests.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { createDataConverter } from '../../platform/temporal/data-converter.ts';
import {
  cancelUpdate,
  completeUpdate,
  createUpdate,
  PAYMENT_WORKFLOW_TYPE,
  paymentStartOptions,
  resolveUpdate,
  retryUpdate,
} from '../../workflows/contract.ts';
import '../support/quiet-runtime.ts';
import { workflowBundle } from '../support/workflow-bundle.ts';
import { createFakeActivities } from '../workflow/support/fake-activities.ts';
import { accountIssued, approved, createFakeGateway } from '../workflow/support/fake-gateway.ts';
import { createInMemoryPayments } from '../workflow/support/in-memory-payments.ts';
import { cancelRequest, createRequest } from '../workflow/support/requests.ts';

const TASK_QUEUE = 'operator-money-test';
const { environment } = inject('live');
const address = environment['TEMPORAL_ADDRESS'] ?? '';
const keyRing = parseKeyRing(environment['ENCRYPTION_KEYS'] ?? '');
const client = connectTemporalClient({ temporal: { address, namespace: 'default' }, keyRing });
const payments = createInMemoryPayments();
const gateway = createFakeGateway();
/** After four attempts the next one is eight seconds away: what comes sooner was begun anew. */
const SLEEPS_LONG_AFTER = 4;
const AT_ONCE = { timeout: 6_000, interval: 50 };
const SOON = { timeout: 40_000, interval: 50 };
const attempts = { begun: 0, running: 0, mostAtOnce: 0 };

let held: PromiseWithResolvers<void>;
let connection: NativeConnection;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  connection = await NativeConnection.connect({ address });
  worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowBundle: workflowBundle(),
    dataConverter: createDataConverter(keyRing),
    activities: createFakeActivities({
      ...{ payments, gateway, settings: { attentionAfterMs: 60_000 } },
      currentTimeMs: async () => Date.now(),
    }),
  });
  running = worker.run();
});

/** Whatever a test holds up is let go, or the worker would wait for it. */
afterEach(() => {
  held.resolve();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await connection.close();
  await client.connection.close();
});

beforeEach(() => {
  Object.assign(attempts, { begun: 0, running: 0, mostAtOnce: 0 });
  held = Promise.withResolvers<void>();
  gateway.isSilentOnCancel = true;
  gateway.isSilentOnConfirm = true;
  gateway.onMoneyAttempt = async () => void (attempts.begun += 1);
});

function start(payment: Parameters<typeof paymentStartOptions>[0]) {
  return new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
    ...paymentStartOptions(payment),
    taskQueue: TASK_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ paymentId: payment.paymentId }],
  });
}

async function created(more: Partial<CreateRequest> = {}): Promise<Payment> {
  const request = createRequest(more);
  const startWorkflowOperation = start(request);
  await client.workflow.executeUpdateWithStart(createUpdate, { args: [request], startWorkflowOperation });
  const payment = payments.find(request.paymentId);
  if (payment === null) throw new Error('it was created');
  return payment;
}

async function complete(payment: Payment) {
  return await client.workflow.executeUpdateWithStart(completeUpdate, {
    args: [{ pgTransactionId: 'tx-1' }],
    startWorkflowOperation: start(payment),
  });
}

async function retry(payment: Payment) {
  return await client.workflow.executeUpdateWithStart(retryUpdate, {
    args: [{ who: 'kim', reason: '' }],
    startWorkflowOperation: start(payment),
  });
}

/** Its cancellation is under way and gets no answer. */
async function cancelling() {
  const payment = await created();
  gateway.standings.set(payment.paymentId, approved(10_000));
  await complete(payment);
  const cancelled = client.workflow.executeUpdateWithStart(cancelUpdate, {
    args: [cancelRequest()],
    startWorkflowOperation: start(payment),
  });
  return { payment, cancelled };
}

const statusOf = ({ paymentId }: Payment) => payments.find(paymentId)?.status;
const sentOf = ({ paymentId }: Payment) =>
  gateway.cancelled.filter((each) => each.paymentId === paymentId).length;

describe('retry', () => {
  it('begins a cancellation that sleeps at once, and it gives back once', async () => {
    const { payment, cancelled } = await cancelling();
    await expect.poll(() => attempts.begun, SOON).toBe(SLEEPS_LONG_AFTER);
    gateway.isSilentOnCancel = false;
    expect(await retry(payment)).toMatchObject({ kind: 'retried', begunAgain: ['gateway-cancel'] });
    await expect.poll(() => statusOf(payment), AT_ONCE).toBe('CANCELLED');
    expect(attempts.begun).toBe(SLEEPS_LONG_AFTER + 1);
    expect(sentOf(payment)).toBe(1);
    await cancelled;
  });

  it('begins a confirmation that sleeps at once, and it is sent once', async () => {
    const payment = await created();
    const total = { amountMinor: 10_000, currency: 'KRW' };
    const agreed = { kind: 'awaiting_confirm', pgTransactionId: 'tx-1', total, isOurs: true } as const;
    gateway.standings.set(payment.paymentId, agreed);
    const completed = complete(payment);
    await expect.poll(() => attempts.begun, SOON).toBe(SLEEPS_LONG_AFTER);
    gateway.isSilentOnConfirm = false;
    expect(await retry(payment)).toMatchObject({ begunAgain: ['gateway-confirm'] });
    await expect.poll(() => statusOf(payment), AT_ONCE).toBe('PAID');
    expect(gateway.confirmed.filter((each) => each === payment.paymentId)).toHaveLength(1);
    await completed;
  });

  it('never has two attempts under way that move money: the one that runs ends first, unhurt', async () => {
    gateway.onMoneyAttempt = async () => {
      attempts.begun += 1;
      attempts.running += 1;
      attempts.mostAtOnce = Math.max(attempts.mostAtOnce, attempts.running);
      if (attempts.begun === 1) await held.promise;
      attempts.running -= 1;
    };
    const { payment, cancelled } = await cancelling();
    await expect.poll(() => attempts.begun, SOON).toBe(1);
    const again = { kind: 'retried', begunAgain: ['gateway-cancel'] };
    expect([await retry(payment), await retry(payment)]).toMatchObject([again, again]);
    // Answered 8 s later: the server has long told the attempt that it is cancelled, and it goes on.
    expect(await cancelled).toEqual({ kind: 'pending' });
    expect(attempts).toEqual({ begun: 1, running: 1, mostAtOnce: 1 });
    // It ends without an answer, as it may: it is not retried, and at once the next one begins.
    held.resolve();
    await expect.poll(() => attempts.begun, AT_ONCE).toBeGreaterThan(1);
    gateway.isSilentOnCancel = false;
    await expect.poll(() => statusOf(payment), SOON).toBe('CANCELLED');
    expect(attempts.mostAtOnce).toBe(1);
    expect(sentOf(payment)).toBe(1);
  });

  it('takes the result of the attempt that was under way', async () => {
    gateway.onMoneyAttempt = async () => {
      attempts.begun += 1;
      await held.promise;
    };
    gateway.isSilentOnCancel = false;
    const { payment, cancelled } = await cancelling();
    await expect.poll(() => attempts.begun, SOON).toBe(1);
    await retry(payment);
    held.resolve();
    await expect.poll(() => statusOf(payment), AT_ONCE).toBe('CANCELLED');
    expect(await cancelled).toEqual({ kind: 'done' });
    expect(attempts.begun).toBe(1);
    expect(sentOf(payment)).toBe(1);
  });
});

describe('resolve', () => {
  /** To be cancelled; its account was issued, and the gateway says no more. */
  async function closing() {
    const payment = await created({ method: { type: 'VIRTUAL_ACCOUNT' } });
    const issued = accountIssued('2100-01-01T00:00:00.000Z');
    gateway.standings.set(payment.paymentId, issued);
    await complete(payment);
    gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const cancelled = client.workflow.executeUpdateWithStart(cancelUpdate, {
      args: [cancelRequest()],
      startWorkflowOperation: start(payment),
    });
    await expect.poll(() => payments.find(payment.paymentId)?.cancellations.length, SOON).toBe(1);
    return { payment, issued, cancelled };
  }

  async function resolve(payment: Payment) {
    return await client.workflow.executeUpdateWithStart(resolveUpdate, {
      args: [{ outcome: 'not_paid', who: 'kim', reason: 'seen' }],
      startWorkflowOperation: start(payment),
    });
  }

  const closedOf = ({ paymentId }: Payment) => gateway.closed.filter((each) => each === paymentId).length;

  it('ends a payment whose account cannot be told of, and the account is closed as soon as it can be', async () => {
    const { payment, issued, cancelled } = await closing();
    expect(await resolve(payment)).toMatchObject({ kind: 'overridden', status: 'CANCELLED' });
    expect(await cancelled).toEqual({ kind: 'done' });
    gateway.standings.set(payment.paymentId, issued);
    await expect.poll(() => closedOf(payment), SOON).toBe(1);
    expect(statusOf(payment)).toBe('CANCELLED');
  });

  it('does not end one whose account waits there, for it may be paid into: it is closed first, at once', async () => {
    const { payment, issued, cancelled } = await closing();
    gateway.standings.set(payment.paymentId, issued);
    gateway.isSilentOnClose = true;
    expect(await resolve(payment)).toMatchObject({
      ...{ kind: 'answered_by_gateway', status: 'WAITING_FOR_DEPOSIT' },
    });
    gateway.isSilentOnClose = false;
    await expect.poll(() => statusOf(payment), SOON).toBe('CANCELLED');
    expect(closedOf(payment)).toBe(1);
    expect((await cancelled).kind).not.toBe('refused');
  });
});
