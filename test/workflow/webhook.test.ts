/** A webhook makes the workflow look at the gateway; what the gateway says decides, and nobody waits for it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Payment } from '../../domain/payment.ts';
import { approved, declined } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

async function notify(payment: Payment, type = 'Transaction.Paid') {
  const request = { provider: 'PORTONE', deliveryId: `msg_${randomUUID()}`, type } as const;
  return await saga().workflows.webhook(payment, request, budget());
}

const rest = async ({ paymentId }: Payment) => await saga().handleOf(paymentId).result();
const asked = ({ paymentId }: Payment) => saga().gateway.asked.filter((each) => each === paymentId).length;

describe('a webhook', () => {
  it('alone pays a payment whose browser never comes back', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await notify(payment)).toEqual({ kind: 'pending' });
    await rest(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });

  it('is not believed: it says paid, the gateway says otherwise', async () => {
    const unpaid = await saga().created();
    await notify(unpaid);
    await expect.poll(() => asked(unpaid)).toBeGreaterThan(0);
    expect(saga().statusOf(unpaid.paymentId)).toBe('READY');
    await saga().handleOf(unpaid.paymentId).terminate();
  });

  it('races complete to one outcome and one event', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    const [told, completed] = await Promise.all([
      notify(payment),
      saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget()),
    ]);
    expect([told, completed]).toEqual([{ kind: 'pending' }, { kind: 'done' }]);
    await rest(payment);
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });

  it('twice, and late, changes nothing more', async () => {
    const payment = await saga().paid();
    await rest(payment);
    const before = saga().payments.find(payment.paymentId);
    await Promise.all([notify(payment), notify(payment, 'Transaction.Failed'), notify(payment)]);
    await rest(payment);
    expect(saga().payments.find(payment.paymentId)).toEqual(before);
  });

  it('opens a closed workflow: a cancellation at the gateway’s console becomes a row and an event', async () => {
    const payment = await saga().paid();
    await rest(payment);
    saga().gateway.standings.set(payment.paymentId, {
      kind: 'cancelled',
      pgTransactionId: 'tx-1',
      total: { amountMinor: 10_000, currency: 'KRW' },
      approvedAt: '2026-01-01T00:00:00.000Z',
      isOurs: true,
      cancellations: [
        {
          pgCancellationId: 'pg-1',
          cancellationId: null,
          amountMinor: 4_000,
          status: 'SUCCEEDED',
          cancelledAt: null,
        },
      ],
    });
    await notify(payment, 'Transaction.PartialCancelled');
    await rest(payment);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [{ origin: 'EXTERNAL', amount: 4_000, status: 'SUCCEEDED' }],
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed', 'payment.partially_cancelled']);
  });

  it('alone gives back what was paid too late', async () => {
    const payment = await saga().created();
    await saga().workflows.cancel(payment, cancelRequest(), budget());
    await rest(payment);
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await notify(payment);
    await rest(payment);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({ status: 'CANCELLED' });
    expect(saga().eventsOf(payment.paymentId).at(-1)).toBe('payment.late_money_returned');
  });

  it('to a silent gateway leaves the payment CONFIRMING, and is followed up until it knows', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    await notify(payment);
    await expect.poll(() => saga().statusOf(payment.paymentId)).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await rest(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });
});

describe('a decline that no client asked about', () => {
  const declinedOnce = async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, declined());
    await notify(payment, 'Transaction.Failed');
    await expect.poll(() => asked(payment)).toBeGreaterThan(0);
    return payment;
  };
  const complete = async (payment: Payment) =>
    await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());

  it('ends no open window: the second card pays', async () => {
    const payment = await declinedOnce();
    expect(saga().statusOf(payment.paymentId)).toBe('READY');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await notify(payment);
    await rest(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });

  it('is told to the client who asks', async () => {
    const payment = await declinedOnce();
    expect(await complete(payment)).toMatchObject({ kind: 'refused', code: 'PAYMENT_DECLINED' });
    await rest(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('FAILED');
  });

  it('fails the payment when its time is over and no other card has paid', async () => {
    const payment = await declinedOnce();
    await rest(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('FAILED');
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.failed']);
  });

  it('found out late, by a gateway that was silent at first, opens the window again', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    await notify(payment, 'Transaction.Failed');
    await expect.poll(() => saga().statusOf(payment.paymentId)).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, declined());
    await expect.poll(() => saga().statusOf(payment.paymentId)).toBe('READY');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await complete(payment)).toEqual({ kind: 'done' });
    await rest(payment);
  });

  it('is the end for the client who waits meanwhile', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const waiting = complete(payment);
    await expect.poll(() => saga().statusOf(payment.paymentId)).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, declined());
    await notify(payment, 'Transaction.Failed');
    expect(await waiting).toMatchObject({ kind: 'refused', code: 'PAYMENT_DECLINED' });
    await rest(payment);
  });
});

describe('ten clients who wait', () => {
  it('keep out no webhook, and are answered by what it finds', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    const waiting = Array.from(
      { length: 10 },
      async () => await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget()),
    );
    await expect.poll(() => saga().statusOf(payment.paymentId)).toBe('CONFIRMING');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    const told = await Promise.all([notify(payment), notify(payment), notify(payment)]);
    expect(told.map(({ kind }) => kind)).toEqual(['pending', 'pending', 'pending']);
    const kinds = (await Promise.all(waiting)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'done' && kind !== 'pending')).toEqual([]);
    await rest(payment);
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
  });
});
