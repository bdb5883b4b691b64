/** Virtual accounts, over the days that they wait: paid, run out, cancelled, and money that has no payment to stand for. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayStanding } from '../../domain/gateway-port.ts';
import type { Payment } from '../../domain/payment.ts';
import { accountClosed, accountIssued, approved } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();
const DAY_MS = 24 * 3_600_000;
const refundAccount = { bank: 'KOOKMIN', accountNumber: '98765432109876', holderName: 'Kim' };

beforeEach(() => {
  Object.assign(saga().gateway, { isSilentOnClose: false, refusesCancellations: false });
  saga().gateway.onClose = accountClosed;
});

function stands(paymentId: string, standing: GatewayStanding) {
  saga().gateway.standings.set(paymentId, standing);
}

function found(paymentId: string): Payment {
  const payment = saga().payments.find(paymentId);
  if (payment === null) throw new Error('no such payment');
  return payment;
}

async function complete(paymentId: string) {
  return await saga().workflows.complete(found(paymentId), { pgTransactionId: 'tx-1' }, budget());
}

async function look(paymentId: string) {
  return await saga().workflows.webhook(
    found(paymentId),
    { provider: 'PORTONE', deliveryId: crypto.randomUUID(), type: 'Transaction.Paid' },
    budget(),
  );
}

async function cancel(paymentId: string, more: Parameters<typeof cancelRequest>[0] = {}) {
  return await saga().workflows.cancel(found(paymentId), cancelRequest(more), budget());
}

async function ended(paymentId: string): Promise<Payment> {
  await saga().handleOf(paymentId).result();
  return found(paymentId);
}

function closings(paymentId: string): number {
  return saga().gateway.closed.filter((closed) => closed === paymentId).length;
}

/** Issued for three days, and told to the client. */
async function waiting(): Promise<string> {
  const { paymentId } = await saga().created({ method: { type: 'VIRTUAL_ACCOUNT' } });
  const dueAt = new Date((await saga().env.currentTimeMs()) + 3 * DAY_MS).toISOString();
  stands(paymentId, accountIssued(dueAt));
  expect(await complete(paymentId)).toEqual({ kind: 'done' });
  return paymentId;
}

/** Nobody paid in, and the account is closed. */
async function expired(): Promise<string> {
  const paymentId = await waiting();
  expect((await ended(paymentId)).status).toBe('EXPIRED');
  return paymentId;
}

/** Its money came all the same, and waits to be told where to. */
async function paidTooLate(): Promise<string> {
  const paymentId = await expired();
  stands(paymentId, approved(10_000));
  await look(paymentId);
  expect(await ended(paymentId)).toMatchObject({
    status: 'EXPIRED',
    attention: 'REFUND_ACCOUNT_NEEDED',
    cancellations: [{ origin: 'LATE_MONEY', status: 'AWAITING_REFUND_ACCOUNT', amount: 10_000 }],
  });
  return paymentId;
}

describe('an issued account', () => {
  it('waits for its deposit until it is due, and tells so', async () => {
    const paymentId = await waiting();
    const { status, virtualAccount, expiresAt } = found(paymentId);
    expect(status).toBe('WAITING_FOR_DEPOSIT');
    expect(virtualAccount?.accountNumber).toBe('12345678901234');
    expect(expiresAt).toBe(virtualAccount?.dueAt);
    expect(saga().eventsOf(paymentId)).toEqual(['payment.virtual_account_issued']);
  });

  it('is paid by its deposit, days later, without a client', async () => {
    const paymentId = await waiting();
    await saga().env.sleep(2 * DAY_MS);
    stands(paymentId, approved(10_000));
    await look(paymentId);
    expect((await ended(paymentId)).status).toBe('PAID');
    expect(saga().eventsOf(paymentId)).toEqual(['payment.virtual_account_issued', 'payment.completed']);
    expect(closings(paymentId)).toBe(0);
  });

  it('that runs out is closed, and only then the payment expires', async () => {
    const paymentId = await waiting();
    saga().gateway.onClose = () => {
      expect(saga().statusOf(paymentId)).toBe('WAITING_FOR_DEPOSIT');
      return accountClosed();
    };
    expect((await ended(paymentId)).status).toBe('EXPIRED');
    expect(closings(paymentId)).toBe(1);
    expect(saga().eventsOf(paymentId)).toEqual(['payment.virtual_account_issued', 'payment.expired']);
  });

  it("that the gateway's own clock has closed expires the payment", async () => {
    const paymentId = await waiting();
    stands(paymentId, accountClosed());
    expect((await ended(paymentId)).status).toBe('EXPIRED');
    expect(closings(paymentId)).toBe(0);
  });

  it('that is closed at the console cancels the payment, by a row of 0', async () => {
    const paymentId = await waiting();
    stands(paymentId, accountClosed());
    await look(paymentId);
    expect(await ended(paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ origin: 'EXTERNAL', amount: 0, status: 'SUCCEEDED' }],
    });
  });

  it('is not forgotten while the gateway is silent: it waits, and a person is told', async () => {
    const paymentId = await waiting();
    saga().gateway.isSilentOnClose = true;
    await saga().env.sleep(3 * DAY_MS + 3_600_000);
    expect(found(paymentId)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', attention: 'GATEWAY_SILENT' });
    saga().gateway.isSilentOnClose = false;
    expect(await ended(paymentId)).toMatchObject({ status: 'EXPIRED', attention: null });
  });

  it('that the gateway does not know any more stays, and a person looks', async () => {
    const paymentId = await waiting();
    stands(paymentId, { kind: 'not_started' });
    await saga().env.sleep(4 * DAY_MS);
    expect(found(paymentId)).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      attention: 'GATEWAY_CONTRADICTS',
    });
    stands(paymentId, approved(10_000));
    expect((await ended(paymentId)).status).toBe('PAID');
  });

  it('for a wrong amount is closed before it is paid: 409, and the payment has failed', async () => {
    const { paymentId } = await saga().created({ method: { type: 'VIRTUAL_ACCOUNT' } });
    stands(paymentId, accountIssued('2030-01-01T00:00:00.000Z', { amountMinor: 100 }));
    expect(await complete(paymentId)).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    expect(await ended(paymentId)).toMatchObject({ status: 'FAILED', virtualAccount: null });
    expect(closings(paymentId)).toBe(1);
    expect(saga().eventsOf(paymentId)).toEqual(['payment.failed']);
  });

  it('for a wrong amount fails nothing before it is closed', async () => {
    const { paymentId } = await saga().created({ method: { type: 'VIRTUAL_ACCOUNT' } });
    stands(paymentId, accountIssued('2030-01-01T00:00:00.000Z', { amountMinor: 100 }));
    saga().gateway.isSilentOnClose = true;
    const completing = complete(paymentId);
    await expect.poll(() => saga().statusOf(paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await saga().env.sleep('10s');
    expect(await completing).toEqual({ kind: 'pending' });
    saga().gateway.isSilentOnClose = false;
    expect((await ended(paymentId)).status).toBe('FAILED');
  });

  it('for a payment that has ended is closed: the state stays', async () => {
    const { paymentId } = await saga().created({ method: { type: 'VIRTUAL_ACCOUNT' } });
    await ended(paymentId);
    stands(paymentId, accountIssued('2030-01-01T00:00:00.000Z'));
    expect(await complete(paymentId)).toMatchObject({ code: 'NOT_PAYABLE' });
    expect((await ended(paymentId)).status).toBe('EXPIRED');
    expect(closings(paymentId)).toBe(1);
  });
});

describe('cancelling while the account waits', () => {
  it('closes it, and only then cancels the payment', async () => {
    const paymentId = await waiting();
    expect(await cancel(paymentId)).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ origin: 'CLIENT', amount: 0, status: 'SUCCEEDED' }],
    });
    expect(closings(paymentId)).toBe(1);
  });

  it('gives the deposit back that came first, to the account that was told with it', async () => {
    const paymentId = await waiting();
    saga().gateway.onClose = () => approved(10_000);
    expect(await cancel(paymentId, { refundAccount })).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ origin: 'CLIENT', amount: 10_000, status: 'SUCCEEDED', hasRefundAccount: true }],
    });
    expect(saga().eventsOf(paymentId)).toEqual([
      'payment.virtual_account_issued',
      'payment.completed',
      'payment.cancelled',
    ]);
  });

  it('lets the deposit that came first wait for an account when none was told', async () => {
    const paymentId = await waiting();
    saga().gateway.onClose = () => approved(10_000);
    expect(await cancel(paymentId)).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      status: 'PAID',
      attention: 'REFUND_ACCOUNT_NEEDED',
      cancellations: [{ origin: 'CLIENT', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT' }],
    });
    expect(await cancel(paymentId, { refundAccount })).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      status: 'CANCELLED',
      attention: null,
      cancellations: [{ origin: 'CLIENT', status: 'SUCCEEDED' }],
    });
  });
});

describe('the closing, its three failures:', () => {
  it('before the effect: it is tried again', async () => {
    const paymentId = await waiting();
    saga().gateway.isSilentOnClose = true;
    const cancelling = cancel(paymentId);
    await expect.poll(() => found(paymentId).cancellations.length, { timeout: 10_000 }).toBe(1);
    await saga().env.sleep('1m');
    expect(await cancelling).toEqual({ kind: 'pending' });
    saga().gateway.isSilentOnClose = false;
    expect((await ended(paymentId)).status).toBe('CANCELLED');
  });

  it('after the effect, or its answer lost: what stands is asked, and it is closed once', async () => {
    const paymentId = await waiting();
    saga().gateway.onClose = () => {
      saga().gateway.onClose = () => ({ kind: 'unknown', why: 'timeout' });
      return { kind: 'unknown', why: 'timeout' };
    };
    const cancelling = cancel(paymentId);
    await expect.poll(() => closings(paymentId), { timeout: 10_000 }).toBe(1);
    stands(paymentId, accountClosed());
    await saga().env.sleep('1m');
    await cancelling;
    expect((await ended(paymentId)).status).toBe('CANCELLED');
    expect(closings(paymentId)).toBe(1);
  });
});

describe('money of a virtual account that no payment stands for', () => {
  it('waits for an account without a workflow, is given back to it, and told', async () => {
    const paymentId = await paidTooLate();
    expect(await cancel(paymentId, { refundAccount, idempotencyKeyHash: 'key-1' })).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      status: 'EXPIRED',
      attention: null,
      cancellations: [{ origin: 'LATE_MONEY', status: 'SUCCEEDED', hasRefundAccount: true }],
    });
    expect(saga().eventsOf(paymentId).at(-1)).toBe('payment.late_money_returned');
  });

  it('answers a repeat by the row that the account was supplied to, and refuses another body', async () => {
    const paymentId = await paidTooLate();
    const supplied = { refundAccount, idempotencyKeyHash: 'key-1', requestHash: 'body-1' };
    await cancel(paymentId, supplied);
    await ended(paymentId);
    expect(await cancel(paymentId, supplied)).toEqual({ kind: 'done', replayed: true });
    expect(await cancel(paymentId, { ...supplied, requestHash: 'body-2' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(found(paymentId).cancellations).toHaveLength(1);
  });

  it('waits for another account when the gateway refuses the first', async () => {
    const paymentId = await paidTooLate();
    saga().gateway.refusesCancellations = true;
    const first = { refundAccount, idempotencyKeyHash: 'key-1' };
    expect(await cancel(paymentId, first)).toMatchObject({ code: 'CANCEL_REFUSED' });
    expect(await ended(paymentId)).toMatchObject({
      attention: 'REFUND_ACCOUNT_NEEDED',
      cancellations: [{ status: 'FAILED' }, { origin: 'LATE_MONEY', status: 'AWAITING_REFUND_ACCOUNT' }],
    });
    saga().gateway.refusesCancellations = false;
    expect(await cancel(paymentId, first)).toMatchObject({ code: 'CANCEL_REFUSED' });
    expect(await cancel(paymentId, { refundAccount, idempotencyKeyHash: 'key-2' })).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({
      attention: null,
      cancellations: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
    expect(saga().eventsOf(paymentId).at(-1)).toBe('payment.late_money_returned');
  });

  it('of a wrong amount fails the payment and waits for an account', async () => {
    const paymentId = await waiting();
    stands(paymentId, approved(9_000));
    await look(paymentId);
    expect(await ended(paymentId)).toMatchObject({
      status: 'FAILED',
      failureCode: 'AMOUNT_MISMATCH',
      attention: 'REFUND_ACCOUNT_NEEDED',
      cancellations: [{ origin: 'MISMATCH', status: 'AWAITING_REFUND_ACCOUNT', amount: 9_000 }],
    });
    expect(await complete(paymentId)).toMatchObject({ code: 'AMOUNT_MISMATCH' });
    expect(await cancel(paymentId, { refundAccount })).toEqual({ kind: 'done' });
    expect(await ended(paymentId)).toMatchObject({ status: 'FAILED', attention: null });
  });

  it('that was given back at the console needs no account any more', async () => {
    const paymentId = await paidTooLate();
    const there = { pgCancellationId: 'pg-console', cancellationId: null, cancelledAt: null };
    stands(
      paymentId,
      approved(10_000, { cancellations: [{ ...there, amountMinor: 10_000, status: 'SUCCEEDED' }] }),
    );
    await look(paymentId);
    expect(await ended(paymentId)).toMatchObject({
      attention: null,
      cancellations: [{ origin: 'LATE_MONEY', status: 'SUCCEEDED', pgCancellationId: 'pg-console' }],
    });
    expect(await cancel(paymentId, { refundAccount })).toMatchObject({ code: 'NOT_CANCELLABLE' });
  });
});

describe('cancelling what was paid into an account', () => {
  async function paid(): Promise<string> {
    const paymentId = await waiting();
    stands(paymentId, approved(10_000));
    expect(await complete(paymentId)).toEqual({ kind: 'done' });
    return paymentId;
  }

  it('needs to know where the money goes', async () => {
    const paymentId = await paid();
    expect(await cancel(paymentId)).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' });
    expect(found(paymentId).cancellations).toEqual([]);
  });

  it('goes part by part, each to its account', async () => {
    const paymentId = await paid();
    expect(await cancel(paymentId, { amount: 4_000, refundAccount })).toEqual({ kind: 'done' });
    expect(saga().statusOf(paymentId)).toBe('PARTIALLY_CANCELLED');
    expect(await cancel(paymentId, { refundAccount })).toEqual({ kind: 'done' });
    expect((await ended(paymentId)).status).toBe('CANCELLED');
  });

  it('is only refused when the gateway refuses the account: the client tries another', async () => {
    const paymentId = await paid();
    saga().gateway.refusesCancellations = true;
    expect(await cancel(paymentId, { refundAccount })).toMatchObject({ code: 'CANCEL_REFUSED' });
    expect(await ended(paymentId)).toMatchObject({ status: 'PAID', cancellations: [{ status: 'FAILED' }] });
    saga().gateway.refusesCancellations = false;
    expect(await cancel(paymentId, { refundAccount })).toEqual({ kind: 'done' });
  });

  it('stays PAID when the bank takes the deposit back: a person looks', async () => {
    const paymentId = await paid();
    stands(paymentId, accountIssued('2030-01-01T00:00:00.000Z'));
    await look(paymentId);
    expect(await ended(paymentId)).toMatchObject({ status: 'PAID', attention: 'GATEWAY_CONTRADICTS' });
    expect(closings(paymentId)).toBe(0);
  });
});
