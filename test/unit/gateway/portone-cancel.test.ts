/** Giving money back through the adapter, against the real simulator: what is certain, and what has to be asked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import { itCancelsOnce, readBack } from './cancel-guarantees.ts';
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

describe('what is certain', () => {
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
    expect(await readBack(store.gateway, order)).toMatchObject([{ status: 'REQUESTED', cancelledAt: null }]);
    store.simulator.ledger.settleCancellation(order.paymentId, 'FAILED');
    expect(await readBack(store.gateway, order)).toMatchObject([{ status: 'FAILED' }]);
    expect(cancelledOf(order)).toBe(0);
  });

  it('settles a later cancellation by itself when its time has come', async () => {
    const order = await paidOrder();
    store.misbehave('cancel', { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED', settlesAfterMs: 0 });
    expect(await store.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'requested' });
    expect(await readBack(store.gateway, order)).toMatchObject([{ status: 'SUCCEEDED' }]);
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
  itCancelsOnce(() => ({ ...store, paidOrder }));

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
