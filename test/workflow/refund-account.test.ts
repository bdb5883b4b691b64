/** Money of a virtual account goes back only where somebody has said: it waits, over days if need be, without a workflow. */
import { describe, expect, it } from 'vitest';
import { accountIssued, approved } from './support/fake-gateway.ts';
import { useSaga } from './support/saga.ts';
import { refundAccount, virtualAccounts } from './support/virtual-accounts.ts';

const saga = useSaga();
const { stands, found, complete, look, cancel, ended, closings, waiting, paidTooLate } =
  virtualAccounts(saga);

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
