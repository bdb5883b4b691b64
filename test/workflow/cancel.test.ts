/** Cancelling: part by part, before payment, refused, unknown, and twice. */
import { describe, expect, it } from 'vitest';
import { approved, declined } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

describe('cancel', () => {
  it('opens the closed workflow again, part by part until nothing is left', async () => {
    const payment = await saga().paid();
    await saga().handleOf(payment.paymentId).result();
    const part = cancelRequest({ amount: 4_000 });
    expect(await saga().workflows.cancel(payment, part, budget())).toEqual({ kind: 'done' });
    expect(saga().statusOf(payment.paymentId)).toBe('PARTIALLY_CANCELLED');
    const tooMuch = await saga().workflows.cancel(payment, cancelRequest({ amount: 6_001 }), budget());
    expect(tooMuch).toMatchObject({
      kind: 'refused',
      code: 'CANCEL_AMOUNT_EXCEEDED',
      params: { cancellable: 6_000 },
    });
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(saga().statusOf(payment.paymentId)).toBe('CANCELLED');
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toMatchObject({
      code: 'ALREADY_CANCELLED',
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual([
      'payment.completed',
      'payment.partially_cancelled',
      'payment.cancelled',
    ]);
  });

  it('repeats the outcome of the same cancellation, and refuses its key for another', async () => {
    const payment = await saga().paid();
    const request = cancelRequest({ amount: 1_000 });
    await saga().workflows.cancel(payment, request, budget());
    expect(await saga().workflows.cancel(payment, request, budget())).toEqual({
      kind: 'done',
      replayed: true,
    });
    const other = { ...request, amount: 2_000, requestHash: 'cancel-hash-2' };
    expect(await saga().workflows.cancel(payment, other, budget())).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(saga().payments.find(payment.paymentId)?.cancellations).toHaveLength(1);
  });

  it('cancels before payment once the gateway says that nobody has started', async () => {
    const payment = await saga().created();
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 0, status: 'SUCCEEDED' }],
    });
  });

  it('gives the money back when the customer paid while it was asked to cancel', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = saga().workflows.cancel(payment, cancelRequest(), budget());
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    await answer;
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 10_000, status: 'SUCCEEDED', origin: 'CLIENT' }],
    });
  });

  it('says so when the gateway refuses, and lets another try begin', async () => {
    const payment = await saga().paid();
    const request = cancelRequest();
    saga().gateway.refusesCancellations = true;
    expect(await saga().workflows.cancel(payment, request, budget())).toMatchObject({
      code: 'CANCEL_REFUSED',
    });
    saga().gateway.refusesCancellations = false;
    expect(await saga().workflows.cancel(payment, request, budget())).toMatchObject({
      code: 'CANCEL_REFUSED',
    });
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
  });

  it('refuses a second cancellation while the first is in flight, and settles the first when the gateway answers', async () => {
    const payment = await saga().paid();
    saga().gateway.isSilentOnCancel = true;
    const first = saga().workflows.cancel(payment, cancelRequest({ amount: 1_000 }), budget());
    await expect
      .poll(() => saga().payments.find(payment.paymentId)?.cancellations.length, { timeout: 10_000 })
      .toBe(1);
    const second = await saga().workflows.cancel(payment, cancelRequest({ amount: 1_000 }), budget());
    expect(second).toMatchObject({ code: 'CANCELLATION_IN_PROGRESS' });
    saga().gateway.isSilentOnCancel = false;
    await saga().handleOf(payment.paymentId).result();
    await first;
    expect(saga().statusOf(payment.paymentId)).toBe('PARTIALLY_CANCELLED');
  });

  it('says what became of the payment, not that the gateway refused, when nothing was ever sent', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, declined());
    const verdict = await saga().workflows.cancel(payment, cancelRequest(), budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'NOT_CANCELLABLE', params: { status: 'FAILED' } });
  });

  it('records what the console cancelled while ours was under way, when ours has ended', async () => {
    const payment = await saga().paid();
    saga().gateway.isSilentOnCancel = true;
    const cancelling = saga().workflows.cancel(payment, cancelRequest({ amount: 1_000 }), budget());
    await expect
      .poll(() => saga().payments.find(payment.paymentId)?.cancellations.length, { timeout: 10_000 })
      .toBe(1);
    const elsewhere = { pgCancellationId: 'pg-console', cancellationId: null, cancelledAt: null };
    saga().gateway.standings.set(
      payment.paymentId,
      approved(10_000, { cancellations: [{ ...elsewhere, amountMinor: 4_000, status: 'SUCCEEDED' }] }),
    );
    saga().gateway.refusesCancellations = true;
    saga().gateway.isSilentOnCancel = false;
    await saga().env.sleep('1m');
    expect(await cancelling).toMatchObject({ code: 'CANCEL_REFUSED' });
    await saga().handleOf(payment.paymentId).result();
    saga().gateway.refusesCancellations = false;
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [{ status: 'FAILED' }, { origin: 'EXTERNAL', amount: 4_000, status: 'SUCCEEDED' }],
    });
  });
});
