/** Giving money back through the Toss adapter, against the real simulator: what is certain, and what has to be asked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import { Secret } from '../../../domain/secret.ts';
import { itCancelsOnce, readBack } from './cancel-guarantees.ts';
import { cancellation, NEVER } from './simulated-store.ts';
import { openSimulatedToss, type SimulatedToss } from './simulated-toss.ts';

let toss: SimulatedToss;

beforeAll(async () => {
  toss = await openSimulatedToss();
});
afterAll(() => toss.stop());
beforeEach(() => toss.simulator.faults.clear());

async function paidOrder(changes: Partial<CheckoutOrder> = {}): Promise<CheckoutOrder> {
  const order = toss.order(changes);
  await toss.pay(order);
  return order;
}

const cancelledOf = ({ paymentId }: CheckoutOrder): number =>
  toss.simulator.ledger.books(paymentId).cancelled;

describe('what is certain', () => {
  it('gives back cents of a dollar', async () => {
    const order = await paidOrder({ amount: 1234, currency: 'USD' });
    const part = cancellation(order, { amountMinor: 29 });
    expect(await toss.gateway.cancel(part, NEVER)).toMatchObject({ kind: 'succeeded' });
    expect(await readBack(toss.gateway, order)).toMatchObject([{ amountMinor: 29 }]);
    expect(cancelledOf(order)).toBe(29);
  });

  it('cancels once under one key, sent again', async () => {
    const order = await paidOrder();
    const one = cancellation(order, { amountMinor: 4000 });
    const first = await toss.gateway.cancel(one, NEVER);
    expect(await toss.gateway.cancel(one, NEVER)).toEqual(first);
    expect(cancelledOf(order)).toBe(4000);
  });

  it.each([
    ['SUCCEEDED', 10_000],
    ['FAILED', 0],
  ] as const)(
    'reports a cancellation that the gateway finishes later, then as %s',
    async (outcome, amount) => {
      const order = await paidOrder();
      toss.misbehave('cancel', { kind: 'asynchronous_cancel', outcome });
      expect(await toss.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'requested' });
      expect(await readBack(toss.gateway, order)).toMatchObject([{ status: 'REQUESTED', cancelledAt: null }]);
      toss.simulator.ledger.settleCancellation(order.paymentId, outcome);
      expect(await readBack(toss.gateway, order)).toMatchObject([{ status: outcome }]);
      expect(cancelledOf(order)).toBe(amount);
    },
  );

  it('reports a refusal', async () => {
    const order = await paidOrder();
    toss.misbehave('cancel', { kind: 'refused_cancel', pgCode: 'EXCEED_MAX_REFUND_DUE', pgMessage: 'no' });
    const expected = { kind: 'refused', pgCode: 'EXCEED_MAX_REFUND_DUE', pgMessage: 'no' };
    expect(await toss.gateway.cancel(cancellation(order), NEVER)).toEqual(expected);
    expect(cancelledOf(order)).toBe(0);
  });

  it('is refused when more is asked for than is left', async () => {
    const order = await paidOrder();
    const tooMuch = cancellation(order, { amountMinor: 20_000 });
    expect(await toss.gateway.cancel(tooMuch, NEVER)).toMatchObject({ pgCode: 'NOT_CANCELABLE_AMOUNT' });
    expect(cancelledOf(order)).toBe(0);
  });

  it('says what we believe is left only where that is configured, since Toss has deprecated it', async () => {
    const order = await paidOrder();
    const stale = cancellation(order, { amountMinor: 1000, cancellableMinor: 9000 });
    const strict = toss.gatewayWith({ sendRefundableAmount: true });
    expect(await strict.cancel(stale, NEVER)).toMatchObject({ pgCode: 'NOT_MATCHES_REFUNDABLE_AMOUNT' });
    expect(cancelledOf(order)).toBe(0);
    const another = cancellation(order, { amountMinor: 1000, cancellableMinor: 9000 });
    expect(await toss.gateway.cancel(another, NEVER)).toMatchObject({ kind: 'succeeded' });
  });
});

describe('what has to be asked', () => {
  itCancelsOnce(() => ({ ...toss, paidOrder }));

  it.each([1, 2])(
    'passes "already cancelled" (in %i steps) on as a refusal, which the activity reads back before it believes it',
    async (steps) => {
      const order = await paidOrder();
      for (let step = 0; step < steps; step += 1) {
        await toss.gateway.cancel(cancellation(order, { amountMinor: order.amount / steps }), NEVER);
      }
      expect(await toss.gateway.cancel(cancellation(order, { cancellableMinor: 0 }), NEVER)).toMatchObject({
        kind: 'refused',
      });
      expect(cancelledOf(order)).toBe(order.amount);
    },
  );

  it.each(['PROVIDER_ERROR', 'FORBIDDEN_CONSECUTIVE_REQUEST', 'NEVER_SEEN'])(
    'does not take %s for a refusal',
    async (pgCode) => {
      const order = await paidOrder();
      toss.misbehave('cancel', { kind: 'refused_cancel', pgCode, pgMessage: '' });
      expect(await toss.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'unknown' });
    },
  );

  it('sends nothing while it cannot tell which transaction holds the money', async () => {
    const order = await paidOrder();
    toss.misbehave('retrieve', { kind: 'server_error', at: 'before', status: 500 });
    expect(await toss.gateway.cancel(cancellation(order), NEVER)).toEqual({
      kind: 'unknown',
      why: 'server_error',
    });
    const unpaid = toss.order();
    await toss.agree(unpaid);
    expect(await toss.gateway.cancel(cancellation(unpaid), NEVER)).toEqual({
      kind: 'unknown',
      why: 'unlisted',
    });
    expect(cancelledOf(order)).toBe(0);
  });

  it('sends nothing in another currency than the one that is held', async () => {
    const order = await paidOrder();
    const dollars = cancellation(order, { amountMinor: 100, currency: 'USD' });
    expect(await toss.gateway.cancel(dollars, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
    expect(cancelledOf(order)).toBe(0);
  });

  it('does not end a cancellation because our own key is wrong', async () => {
    const order = await paidOrder();
    const stranger = toss.gatewayWith({ secretKey: new Secret('live_sk_another') });
    expect(await stranger.cancel(cancellation(order), NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});
