/** Completing: what the client is told, and what stands in the record and at the gateway after. */
import { describe, expect, it } from 'vitest';
import { searchAttributes } from '../../workflows/contract.ts';
import { approved, declined } from './support/fake-gateway.ts';
import { budget } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

describe('complete', () => {
  it('pays when the gateway holds the amount under our id, tells it once, and closes', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget())).toEqual({
      kind: 'done',
    });
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });

  it('fails a declined payment and says so', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, declined());
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toEqual({ kind: 'refused', code: 'PAYMENT_DECLINED', params: {} });
    expect(saga().statusOf(payment.paymentId)).toBe('FAILED');
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.failed']);
  });

  it('changes nothing while nobody has paid', async () => {
    const payment = await saga().created();
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'NOT_PAID_YET' });
    expect(saga().statusOf(payment.paymentId)).toBe('READY');
  });

  it("changes nothing for a stranger's transaction, even if our own id is paid", async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    const verdict = await saga().workflows.complete(
      payment,
      { pgTransactionId: 'tx-of-a-stranger' },
      budget(),
    );
    expect(verdict).toMatchObject({ kind: 'refused', code: 'TRANSACTION_MISMATCH' });
    expect(saga().statusOf(payment.paymentId)).toBe('READY');
  });

  it('never pays with the money of another store, and asks a person to look', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000, { isOurs: false }));
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'TRANSACTION_MISMATCH' });
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'READY',
      attention: 'FOREIGN_TRANSACTION',
    });
    expect(saga().gateway.cancelled.some(({ paymentId }) => paymentId === payment.paymentId)).toBe(false);
  });

  it('gives a wrong amount back and fails', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(1_000));
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    await saga().handleOf(payment.paymentId).result();
    const after = saga().payments.find(payment.paymentId);
    expect(after).toMatchObject({ status: 'FAILED', attention: 'AMOUNT_MISMATCH' });
    expect(after?.cancellations).toMatchObject([{ origin: 'MISMATCH', amount: 1_000, status: 'SUCCEEDED' }]);
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.failed']);
  });

  it('answers pending while the gateway is silent, and pays by itself when it speaks again', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await saga().env.sleep('9s');
    expect(await answer).toEqual({ kind: 'pending' });
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });

  it('asks a gateway that has too much to do when that wants it, not before; who waits is answered as ever', async () => {
    const payment = await saga().created();
    const retryAfterMs = 20 * 60_000;
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'rate_limited', retryAfterMs });
    const answer = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await saga().env.sleep('9s');
    expect(await answer).toEqual({ kind: 'pending' });
    const askedOf = () => saga().gateway.asked.filter((paymentId) => paymentId === payment.paymentId).length;
    // The quick one, and the first that is retried.
    expect(askedOf()).toBe(2);
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().env.sleep('15m');
    expect(askedOf()).toBe(2);
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    expect(askedOf()).toBe(3);
  });

  it('does not ask without pause when the money of another store stands under our id', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, approved(10_000, { isOurs: false }));
    await saga().env.sleep('5s');
    expect(await answer).toMatchObject({ kind: 'refused', code: 'TRANSACTION_MISMATCH' });
    expect(saga().payments.find(payment.paymentId)?.attention).toBe('FOREIGN_TRANSACTION');
    const askedOf = () => saga().gateway.asked.filter((paymentId) => paymentId === payment.paymentId).length;
    const before = askedOf();
    await saga().env.sleep('1h');
    expect(askedOf() - before).toBeGreaterThan(2);
    expect(askedOf() - before).toBeLessThan(8);
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });

  it('asks a person to look when the gateway stays silent, and goes on asking', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const answer = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    await saga().env.sleep('3h');
    await answer;
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'CONFIRMING',
      attention: 'GATEWAY_SILENT',
    });
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    expect(saga().payments.find(payment.paymentId)).toMatchObject({ status: 'PAID', attention: null });
  });

  it('waits for a database that is down: nothing is given back, a person is told, and it pays when it is back', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    saga().payments.isDown = true;
    const answer = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    const handle = saga().handleOf(payment.paymentId);
    const pendingSteps = async () => (await handle.describe()).raw.pendingActivities?.length;
    await expect.poll(pendingSteps, { timeout: 10_000 }).toBe(1);
    await saga().env.sleep('5m');
    expect(await answer).toEqual({ kind: 'pending' });
    const shown = await saga().handleOf(payment.paymentId).describe();
    expect(shown.typedSearchAttributes.get(searchAttributes.PaymentAttention)).toBe('RECORDING_BLOCKED');
    saga().payments.isDown = false;
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    expect(saga().gateway.cancelled.some(({ paymentId }) => paymentId === payment.paymentId)).toBe(false);
    const after = await saga().handleOf(payment.paymentId).describe();
    expect(after.typedSearchAttributes.get(searchAttributes.PaymentAttention)).toBeUndefined();
  });

  it('asks a gateway that is too slow for a waiting client once in the background, not again and again', async () => {
    const payment = await saga().created();
    saga().gateway.isSlow = true;
    const askedBefore = saga().gateway.asked.length;
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    saga().gateway.isSlow = false;
    expect(verdict).toMatchObject({ kind: 'refused', code: 'NOT_PAID_YET' });
    expect(saga().gateway.asked.length - askedBefore).toBe(2);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({ status: 'READY', version: 3 });
  });

  it('does not say "not paid yet" of money that can neither be recorded nor given back by us', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    saga().payments.refuses = (change) => change.to !== 'READY';
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    saga().payments.refuses = () => false;
    expect(verdict).toEqual({ kind: 'pending' });
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'READY',
      attention: 'UNRECORDABLE',
    });
    expect(saga().gateway.cancelled.some(({ paymentId }) => paymentId === payment.paymentId)).toBe(false);
  });
});
