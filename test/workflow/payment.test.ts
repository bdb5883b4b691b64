/** The saga with time skipped: what its clients are told, and what stands in the record and at the gateway after. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentStatus } from '../../domain/payment.ts';
import { paymentQuery, paymentWorkflowId } from '../../workflows/contract.ts';
import { approved, declined } from './support/fake-gateway.ts';
import {
  EXPIRES_AFTER_MS,
  type PaymentEnvironment,
  startPaymentEnvironment,
} from './support/payment-environment.ts';
import { budget, cancelRequest, createRequest } from './support/requests.ts';

let t: PaymentEnvironment;

beforeAll(async () => {
  t = await startPaymentEnvironment();
});

afterAll(async () => {
  await t.stop();
});

async function created() {
  const request = createRequest();
  expect(await t.workflows.create(request, budget())).toEqual({ kind: 'done', replayed: false });
  const payment = t.payments.find(request.paymentId);
  if (payment === null) throw new Error('no success without a committed row');
  return payment;
}

async function paid() {
  const payment = await created();
  t.gateway.standings.set(payment.paymentId, approved(10_000));
  await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
  return payment;
}

function handleOf(paymentId: string) {
  return t.env.client.workflow.getHandle(paymentWorkflowId(paymentId));
}

function statusOf(paymentId: string): PaymentStatus | undefined {
  return t.payments.find(paymentId)?.status;
}

function eventsOf(paymentId: string): string[] {
  return t.payments.events.filter((event) => event.paymentId === paymentId).map(({ type }) => type);
}

describe('complete', () => {
  it('pays when the gateway holds the amount under our id, tells it once, and closes', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget())).toEqual({
      kind: 'done',
    });
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('PAID');
    expect(eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });

  it('fails a declined payment and says so', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, declined());
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toEqual({ kind: 'refused', code: 'PAYMENT_DECLINED', params: {} });
    expect(statusOf(payment.paymentId)).toBe('FAILED');
    expect(eventsOf(payment.paymentId)).toEqual(['payment.failed']);
  });

  it('changes nothing while nobody has paid', async () => {
    const payment = await created();
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'NOT_PAID_YET' });
    expect(statusOf(payment.paymentId)).toBe('READY');
  });

  it("changes nothing for a stranger's transaction, even if our own id is paid", async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-of-a-stranger' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'TRANSACTION_MISMATCH' });
    expect(statusOf(payment.paymentId)).toBe('READY');
  });

  it('never pays with the money of another store, and asks a person to look', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, approved(10_000, { isOurs: false }));
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'TRANSACTION_MISMATCH' });
    expect(t.payments.find(payment.paymentId)).toMatchObject({
      status: 'READY',
      attention: 'FOREIGN_TRANSACTION',
    });
    expect(t.gateway.cancelled.some(({ paymentId }) => paymentId === payment.paymentId)).toBe(false);
  });

  it('gives a wrong amount back and fails', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, approved(1_000));
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    await handleOf(payment.paymentId).result();
    const after = t.payments.find(payment.paymentId);
    expect(after).toMatchObject({ status: 'FAILED', attention: 'AMOUNT_MISMATCH' });
    expect(after?.cancellations).toMatchObject([{ origin: 'MISMATCH', amount: 1_000, status: 'SUCCEEDED' }]);
    expect(eventsOf(payment.paymentId)).toEqual(['payment.failed']);
  });

  it('answers pending while the gateway is silent, and pays by itself when it speaks again', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await t.env.sleep('9s');
    expect(await answer).toEqual({ kind: 'pending' });
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('PAID');
  });

  it('asks a person to look when the gateway stays silent, and goes on asking', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await t.env.sleep('3h');
    await answer;
    expect(t.payments.find(payment.paymentId)).toMatchObject({
      status: 'CONFIRMING',
      attention: 'GATEWAY_SILENT',
    });
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    await handleOf(payment.paymentId).result();
    expect(t.payments.find(payment.paymentId)).toMatchObject({ status: 'PAID', attention: null });
  });
});

describe('expiry', () => {
  it('expires a payment that nobody started, having asked the gateway', async () => {
    const payment = await created();
    const askedBefore = t.gateway.asked.length;
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('EXPIRED');
    expect(t.gateway.asked.length).toBeGreaterThan(askedBefore);
    expect(eventsOf(payment.paymentId)).toEqual(['payment.expired']);
  });

  it('pays at the last moment what the gateway holds when time is over', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('PAID');
  });

  it('does not expire while the gateway cannot be asked', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    await t.env.sleep(EXPIRES_AFTER_MS + 60_000);
    await expect.poll(() => statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    t.gateway.standings.delete(payment.paymentId);
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('EXPIRED');
  });

  it('gives late money back: the state stays, the event tells', async () => {
    const payment = await created();
    await handleOf(payment.paymentId).result();
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    const verdict = await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'NOT_PAYABLE' });
    await handleOf(payment.paymentId).result();
    expect(statusOf(payment.paymentId)).toBe('EXPIRED');
    expect(eventsOf(payment.paymentId)).toEqual(['payment.expired', 'payment.late_money_returned']);
  });
});

describe('cancel', () => {
  it('opens the closed workflow again, part by part until nothing is left', async () => {
    const payment = await paid();
    await handleOf(payment.paymentId).result();
    const part = cancelRequest({ amount: 4_000 });
    expect(await t.workflows.cancel(payment, part, budget())).toEqual({ kind: 'done' });
    expect(statusOf(payment.paymentId)).toBe('PARTIALLY_CANCELLED');
    const tooMuch = await t.workflows.cancel(payment, cancelRequest({ amount: 6_001 }), budget());
    expect(tooMuch).toMatchObject({
      kind: 'refused',
      code: 'CANCEL_AMOUNT_EXCEEDED',
      params: { cancellable: 6_000 },
    });
    expect(await t.workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(statusOf(payment.paymentId)).toBe('CANCELLED');
    expect(await t.workflows.cancel(payment, cancelRequest(), budget())).toMatchObject({
      code: 'ALREADY_CANCELLED',
    });
    expect(eventsOf(payment.paymentId)).toEqual([
      'payment.completed',
      'payment.partially_cancelled',
      'payment.cancelled',
    ]);
  });

  it('repeats the outcome of the same cancellation, and refuses its key for another', async () => {
    const payment = await paid();
    const request = cancelRequest({ amount: 1_000 });
    await t.workflows.cancel(payment, request, budget());
    expect(await t.workflows.cancel(payment, request, budget())).toEqual({ kind: 'done', replayed: true });
    const other = { ...request, amount: 2_000, requestHash: 'cancel-hash-2' };
    expect(await t.workflows.cancel(payment, other, budget())).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(t.payments.find(payment.paymentId)?.cancellations).toHaveLength(1);
  });

  it('cancels before payment once the gateway says that nobody has started', async () => {
    const payment = await created();
    expect(await t.workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(t.payments.find(payment.paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 0, status: 'SUCCEEDED' }],
    });
  });

  it('gives the money back when the customer paid while it was asked to cancel', async () => {
    const payment = await created();
    t.gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = t.workflows.cancel(payment, cancelRequest(), budget());
    await expect.poll(() => statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    await handleOf(payment.paymentId).result();
    await answer;
    expect(t.payments.find(payment.paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 10_000, status: 'SUCCEEDED', origin: 'CLIENT' }],
    });
  });

  it('says so when the gateway refuses, and lets another try begin', async () => {
    const payment = await paid();
    const request = cancelRequest();
    t.gateway.refusesCancellations = true;
    expect(await t.workflows.cancel(payment, request, budget())).toMatchObject({ code: 'CANCEL_REFUSED' });
    t.gateway.refusesCancellations = false;
    expect(await t.workflows.cancel(payment, request, budget())).toMatchObject({ code: 'CANCEL_REFUSED' });
    expect(await t.workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
  });

  it('refuses a second cancellation while the first is in flight, and settles the first when the gateway answers', async () => {
    const payment = await paid();
    t.gateway.isSilentOnCancel = true;
    const first = t.workflows.cancel(payment, cancelRequest({ amount: 1_000 }), budget());
    await expect
      .poll(() => t.payments.find(payment.paymentId)?.cancellations.length, { timeout: 10_000 })
      .toBe(1);
    const second = await t.workflows.cancel(payment, cancelRequest({ amount: 1_000 }), budget());
    expect(second).toMatchObject({ code: 'CANCELLATION_IN_PROGRESS' });
    t.gateway.isSilentOnCancel = false;
    await handleOf(payment.paymentId).result();
    await first;
    expect(statusOf(payment.paymentId)).toBe('PARTIALLY_CANCELLED');
  });
});

describe('the workflow itself', () => {
  it('shows the payment to a developer who asks', async () => {
    const payment = await created();
    expect(await handleOf(payment.paymentId).query(paymentQuery)).toMatchObject({ status: 'READY' });
  });

  it('closes at once when it was started and nobody asked for anything', async () => {
    const handle = await t.env.client.workflow.start('paymentWorkflow', {
      workflowId: paymentWorkflowId('pay_nobody'),
      taskQueue: 'payments',
      args: [{ paymentId: 'pay_nobody' }],
    });
    expect(await handle.result()).toEqual({ paymentId: 'pay_nobody', status: null });
  });

  it('lets no cancel request from the Web UI stop a payment: it only asks a person to look', async () => {
    const payment = await created();
    await handleOf(payment.paymentId).cancel();
    await expect
      .poll(() => t.payments.find(payment.paymentId)?.attention, { timeout: 10_000 })
      .toBe('CANCEL_REQUESTED_IN_UI');
    t.gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await t.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget())).toEqual({
      kind: 'done',
    });
  });
});
