/** A gateway whose approval is our own call: nothing moves before it, and while its end is open nothing is certain. */
import { beforeEach, describe, expect, it } from 'vitest';
import { agreed, approved, declined } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

beforeEach(() => {
  saga().gateway.onConfirm = () => approved(10_000);
  saga().gateway.isSilentOnConfirm = false;
});

async function complete(paymentId: string) {
  const payment = saga().payments.find(paymentId);
  if (payment === null) throw new Error('no such payment');
  return await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
}

function confirmationsOf(paymentId: string) {
  return saga().gateway.confirmed.filter((confirmed) => confirmed === paymentId).length;
}

describe('what the customer agreed to', () => {
  it('is confirmed once, and paid', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    expect(await Promise.all([complete(paymentId), complete(paymentId)])).toEqual([
      { kind: 'done' },
      { kind: 'done' },
    ]);
    expect(confirmationsOf(paymentId)).toBe(1);
    expect(saga().payments.find(paymentId)).toMatchObject({
      status: 'PAID',
      confirmation: { pgTransactionId: 'tx-1' },
    });
  });

  it('is confirmed for those who waited, when the gateway could not be asked at once', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSlow = true;
    const answers = await Promise.all([complete(paymentId), complete(paymentId)]);
    saga().gateway.isSlow = false;
    expect(answers).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(confirmationsOf(paymentId)).toBe(1);
    expect(saga().statusOf(paymentId)).toBe('PAID');
  });

  it('is on record as nothing to confirm when a later client brings that word, and no inquiry is waited for', async () => {
    const { paymentId } = await saga().created();
    const { gateway } = saga();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.standings.set(paymentId, agreed(1_000));
    gateway.isSlow = true;
    gateway.wordsArrive = promise;
    const waiting = complete(paymentId);
    await expect.poll(() => saga().statusOf(paymentId)).toBe('CONFIRMING');
    gateway.isSlow = false;
    // Until the quick question is asked again.
    await saga().env.sleep('3s');
    expect(await complete(paymentId)).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    expect(saga().statusOf(paymentId)).toBe('READY');
    expect(await waiting).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    resolve();
  });

  it('is compared for those who waited as well: nothing moves when it is another amount', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed(1_000));
    saga().gateway.isSlow = true;
    const answer = await complete(paymentId);
    saga().gateway.isSlow = false;
    expect(answer).toMatchObject({ kind: 'refused', code: 'AMOUNT_MISMATCH' });
    expect(confirmationsOf(paymentId)).toBe(0);
    expect(saga().statusOf(paymentId)).toBe('READY');
  });

  it.each([
    ['another amount', agreed(1_000), 'AMOUNT_MISMATCH'],
    ['another store', agreed(10_000, false), 'TRANSACTION_MISMATCH'],
  ])('is not confirmed when it is %s: nothing moves', async (_, standing, code) => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, standing);
    expect(await complete(paymentId)).toMatchObject({ kind: 'refused', code });
    expect(confirmationsOf(paymentId)).toBe(0);
    expect(saga().statusOf(paymentId)).toBe('READY');
  });

  it('is not confirmed when the payment was cancelled meanwhile', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, agreed());
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(await complete(payment.paymentId)).toMatchObject({ code: 'NOT_PAYABLE' });
    saga().gateway.standings.set(payment.paymentId, agreed(1_000));
    expect(await complete(payment.paymentId)).toMatchObject({ code: 'NOT_PAYABLE' });
    expect(confirmationsOf(payment.paymentId)).toBe(0);
  });

  it('is not confirmed after its time: it expires', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    await saga().handleOf(paymentId).result();
    expect(saga().statusOf(paymentId)).toBe('EXPIRED');
    expect(confirmationsOf(paymentId)).toBe(0);
  });
});

describe('a confirmation', () => {
  it.each([
    ['a part', 4_000, 'PARTIALLY_CANCELLED'],
    ['all', 10_000, 'CANCELLED'],
  ])(
    'whose answer is late is not taken for money that has come back: %s was given back meanwhile',
    async (_, amount, status) => {
      const payment = await saga().created();
      const { paymentId } = payment;
      const { gateway, workflows } = saga();
      const { promise, resolve } = Promise.withResolvers<void>();
      gateway.standings.set(paymentId, agreed());
      gateway.wordsArrive = promise;
      const first = complete(paymentId);
      await expect.poll(() => confirmationsOf(paymentId)).toBe(1);
      // Another client hears of the money before the confirmation's own answer is here.
      expect(await complete(paymentId)).toEqual({ kind: 'done' });
      expect(await workflows.cancel(payment, { ...cancelRequest(), amount }, budget())).toEqual({
        kind: 'done',
      });
      resolve();
      await first;
      await saga().handleOf(paymentId).result();
      expect(saga().payments.find(paymentId)).toMatchObject({
        ...{ status, attention: null },
        cancellations: [{ origin: 'CLIENT', amount, status: 'SUCCEEDED' }],
      });
    },
  );

  it('that is refused fails the payment', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.onConfirm = declined;
    expect(await complete(paymentId)).toMatchObject({ code: 'PAYMENT_DECLINED' });
    expect(saga().statusOf(paymentId)).toBe('FAILED');
  });

  it('that came to nothing leaves the payment ready, and another may be confirmed', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.onConfirm = () => ({ kind: 'not_started' });
    expect(await complete(paymentId)).toMatchObject({ code: 'NOT_PAID_YET' });
    expect(saga().payments.find(paymentId)).toMatchObject({ status: 'READY', confirmation: null });
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.onConfirm = () => approved(10_000);
    expect(await complete(paymentId)).toEqual({ kind: 'done' });
  });

  it('whose end is open neither expires nor cancels the payment, whatever the gateway shows', async () => {
    const payment = await saga().created();
    const { paymentId } = payment;
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSilentOnConfirm = true;
    const completing = complete(paymentId);
    await expect.poll(() => saga().statusOf(paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    saga().gateway.standings.set(paymentId, { kind: 'not_started' });
    const cancelling = saga().workflows.cancel(payment, cancelRequest(), budget());
    await saga().env.sleep('2h');
    expect([await completing, await cancelling]).toEqual([{ kind: 'pending' }, { kind: 'pending' }]);
    expect(saga().payments.find(paymentId)).toMatchObject({
      status: 'CONFIRMING',
      attention: 'GATEWAY_SILENT',
    });
    saga().gateway.isSilentOnConfirm = false;
    await saga().handleOf(paymentId).result();
    expect(saga().payments.find(paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ amount: 10_000, status: 'SUCCEEDED', origin: 'CLIENT' }],
    });
  });
});

describe('a webhook', () => {
  async function notify(paymentId: string) {
    const payment = saga().payments.find(paymentId);
    if (payment === null) throw new Error('no such payment');
    const request = { provider: 'TOSS', deliveryId: 'whtrans_1', type: 'PAYMENT_STATUS_CHANGED' } as const;
    return await saga().workflows.webhook(payment, request, budget());
  }
  const asked = (paymentId: string) => saga().gateway.asked.filter((each) => each === paymentId).length;

  it('pays what we confirmed and were not told of', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSilentOnConfirm = true;
    const completing = complete(paymentId);
    await expect.poll(() => saga().statusOf(paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    saga().gateway.standings.set(paymentId, approved(10_000));
    expect(await notify(paymentId)).toEqual({ kind: 'pending' });
    expect(await completing).toEqual({ kind: 'done' });
    expect(saga().statusOf(paymentId)).toBe('PAID');
    saga().gateway.isSilentOnConfirm = false;
    await saga().handleOf(paymentId).result();
    expect(saga().eventsOf(paymentId)).toEqual(['payment.completed']);
  });

  it('confirms nothing: without the client’s call no money moves, and the payment expires', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    await notify(paymentId);
    await expect.poll(() => asked(paymentId)).toBeGreaterThan(0);
    expect(saga().statusOf(paymentId)).toBe('READY');
    await saga().handleOf(paymentId).result();
    expect(saga().statusOf(paymentId)).toBe('EXPIRED');
    expect(confirmationsOf(paymentId)).toBe(0);
  });

  it('about another try that was declined does not end the payment that is being confirmed', async () => {
    const { paymentId } = await saga().created();
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSilentOnConfirm = true;
    const completing = complete(paymentId);
    await expect.poll(() => saga().statusOf(paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    const before = asked(paymentId);
    saga().gateway.standings.set(paymentId, { ...declined(), pgTransactionId: 'tx-2' });
    await notify(paymentId);
    await expect.poll(() => asked(paymentId)).toBeGreaterThan(before);
    expect(saga().statusOf(paymentId)).toBe('CONFIRMING');
    saga().gateway.isSilentOnConfirm = false;
    await saga().handleOf(paymentId).result();
    expect(['done', 'pending']).toContain((await completing).kind);
    expect(saga().statusOf(paymentId)).toBe('PAID');
  });
});
