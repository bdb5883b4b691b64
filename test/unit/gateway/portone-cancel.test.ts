/** Giving money back through the adapter, against the real simulator: what is certain, and what has to be asked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import { AFTER_THE_EFFECT, BEFORE_THE_EFFECT } from './fault-cases.ts';
import { cancellation, NEVER, openSimulatedStore, type SimulatedStore } from './simulated-store.ts';

let store: SimulatedStore;

beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(() => store.stop());
beforeEach(() => store.simulator.faults.clear());

async function paidOrder(): Promise<CheckoutOrder> {
  const order = store.order();
  await store.pay(order);
  return order;
}

const cancelledOf = ({ paymentId }: CheckoutOrder): number =>
  store.simulator.ledger.books(paymentId).cancelled;

async function readBack({ paymentId }: CheckoutOrder) {
  const { standing } = await store.gateway.retrieve({ paymentId }, NEVER);
  return 'cancellations' in standing ? standing.cancellations : [];
}

describe('what is certain', () => {
  it('gives back a part, then the rest, each found again under its cancellationId', async () => {
    const order = await paidOrder();
    const part = cancellation(order, { amountMinor: 4000 });
    const rest = cancellation(order, { amountMinor: 6000, cancellableMinor: 6000 });
    for (const one of [part, rest])
      expect(await store.gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
    expect(await readBack(order)).toMatchObject([
      { cancellationId: part.cancellationId, amountMinor: 4000, status: 'SUCCEEDED' },
      { cancellationId: rest.cancellationId, amountMinor: 6000, status: 'SUCCEEDED' },
    ]);
    expect(cancelledOf(order)).toBe(10_000);
  });

  it.each([true, false])(
    'cancels once under one key, sent again (quoted: %s)',
    async (quoteIdempotencyKey) => {
      const order = await paidOrder();
      const gateway = store.gatewayWith({ quoteIdempotencyKey });
      const one = cancellation(order, { amountMinor: 4000 });
      const first = await gateway.cancel(one, NEVER);
      expect(await gateway.cancel(one, NEVER)).toEqual(first);
      expect(cancelledOf(order)).toBe(4000);
    },
  );

  it('reports a cancellation that the gateway finishes later as requested, then as it ended', async () => {
    const order = await paidOrder();
    store.misbehave('cancel', { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' });
    expect(await store.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'requested' });
    expect(await readBack(order)).toMatchObject([{ status: 'REQUESTED', cancelledAt: null }]);
    store.simulator.ledger.settleCancellation(order.paymentId, 'FAILED');
    expect(await readBack(order)).toMatchObject([{ status: 'FAILED' }]);
    expect(cancelledOf(order)).toBe(0);
  });

  it('settles a later cancellation by itself when its time has come', async () => {
    const order = await paidOrder();
    store.misbehave('cancel', { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED', settlesAfterMs: 0 });
    expect(await store.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'requested' });
    expect(await readBack(order)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  it('reports a refusal of the gateway behind PortOne, although it comes as a 502', async () => {
    const order = await paidOrder();
    store.misbehave('cancel', { kind: 'refused_cancel', pgCode: 'NOT_CANCELABLE_PAYMENT', pgMessage: 'no' });
    const expected = { kind: 'refused', pgCode: 'NOT_CANCELABLE_PAYMENT', pgMessage: 'no' };
    expect(await store.gateway.cancel(cancellation(order), NEVER)).toEqual(expected);
    expect(cancelledOf(order)).toBe(0);
  });

  it('is refused when more, or something else, is left than we believe', async () => {
    const order = await paidOrder();
    const stale = cancellation(order, { amountMinor: 1000, cancellableMinor: 9000 });
    const tooMuch = cancellation(order, { amountMinor: 20_000 });
    expect(await store.gateway.cancel(stale, NEVER)).toMatchObject({
      pgCode: 'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
    });
    expect(await store.gateway.cancel(tooMuch, NEVER)).toMatchObject({
      kind: 'refused',
      pgCode: 'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
    });
    expect(cancelledOf(order)).toBe(0);
  });
});

describe('what has to be asked', () => {
  it.each(AFTER_THE_EFFECT)(
    'reports unknown, not refused, when the gateway %s after the effect; reading back and the same key find it once',
    async (_name, fault, why) => {
      const order = await paidOrder();
      const one = cancellation(order);
      store.misbehave('cancel', fault);
      expect(await store.gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why });
      expect(await readBack(order)).toMatchObject([
        { cancellationId: one.cancellationId, status: 'SUCCEEDED' },
      ]);
      expect(await store.gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
      expect(cancelledOf(order)).toBe(order.amount);
    },
  );

  it.each(BEFORE_THE_EFFECT)(
    'reports unknown when the gateway %s before the effect; nothing has moved',
    async (_name, fault, why) => {
      const order = await paidOrder();
      store.misbehave('cancel', fault);
      expect(await store.gateway.cancel(cancellation(order), NEVER)).toEqual({ kind: 'unknown', why });
      expect(await readBack(order)).toEqual([]);
      expect(cancelledOf(order)).toBe(0);
    },
  );

  it('cancels once when the effect comes after we gave up and sent the same key again', async () => {
    const order = await paidOrder();
    const one = cancellation(order, { amountMinor: 4000 });
    store.misbehave('cancel', { kind: 'slow_effect', delayMs: 900 });
    expect(await store.gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why: 'timeout' });
    // Still running there: turned away, which says nothing about the outcome.
    expect(await store.gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
    await expect.poll(() => cancelledOf(order), { timeout: 5000 }).toBe(4000);
    expect(await store.gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
    expect(cancelledOf(order)).toBe(4000);
  });

  it('passes "already cancelled" on as a refusal, which the activity reads back before it believes it', async () => {
    const order = await paidOrder();
    await store.gateway.cancel(cancellation(order), NEVER);
    const again = cancellation(order, { cancellableMinor: 0 });
    expect(await store.gateway.cancel(again, NEVER)).toMatchObject({
      kind: 'refused',
      pgCode: 'PAYMENT_ALREADY_CANCELLED',
    });
  });

  it('does not take an unlisted code of the gateway behind PortOne for a refusal', async () => {
    const order = await paidOrder();
    store.misbehave('cancel', { kind: 'refused_cancel', pgCode: 'PROVIDER_ERROR', pgMessage: 'try again' });
    expect(await store.gateway.cancel(cancellation(order), NEVER)).toEqual({
      kind: 'unknown',
      why: 'unlisted',
    });
  });

  it('does not end a cancellation because our own secret is wrong', async () => {
    const { Secret } = await import('../../../domain/secret.ts');
    const order = await paidOrder();
    const gateway = store.gatewayWith({ apiSecret: new Secret('another') });
    expect(await gateway.cancel(cancellation(order), NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});
