/** Virtual accounts, over the days that they wait: paid, run out, closed, cancelled. */
import { describe, expect, it } from 'vitest';
import { accountClosed, accountIssued, approved } from './support/fake-gateway.ts';
import { useSaga } from './support/saga.ts';
import { DAY_MS, refundAccount, virtualAccounts } from './support/virtual-accounts.ts';

const saga = useSaga();
const { stands, found, complete, look, cancel, ended, closings, waiting } = virtualAccounts(saga);

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
