/** What every adapter must keep when a cancellation's answer is lost, against the real simulator: one suite for all. */
import { expect, it } from 'vitest';
import type { CheckoutOrder, GatewayPort } from '../../../domain/gateway-port.ts';
import { AFTER_THE_EFFECT, BEFORE_THE_EFFECT } from './fault-cases.ts';
import { cancellation, NEVER, type SimulatedStore } from './simulated-store.ts';

export type UnderTest = Pick<SimulatedStore, 'simulator' | 'misbehave'> & {
  gateway: GatewayPort;
  paidOrder(): Promise<CheckoutOrder>;
};

export async function readBack(gateway: GatewayPort, { paymentId }: CheckoutOrder) {
  const { standing } = await gateway.retrieve({ paymentId }, NEVER);
  return 'cancellations' in standing ? standing.cancellations : [];
}

/** Inside a `describe`; `opened` is called in the tests, when the store is there. */
export function itCancelsOnce(opened: () => UnderTest): void {
  const cancelledOf = ({ paymentId }: CheckoutOrder): number =>
    opened().simulator.ledger.books(paymentId).cancelled;

  it.each(AFTER_THE_EFFECT)(
    'reports unknown, not refused, when the gateway %s after the effect; reading back and the same key find it once',
    async (_name, fault, why) => {
      const { gateway, misbehave, paidOrder } = opened();
      const order = await paidOrder();
      const one = cancellation(order);
      misbehave('cancel', fault);
      expect(await gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why });
      expect(await readBack(gateway, order)).toMatchObject([
        { cancellationId: one.cancellationId, status: 'SUCCEEDED' },
      ]);
      expect(await gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
      expect(cancelledOf(order)).toBe(order.amount);
    },
  );

  it.each(BEFORE_THE_EFFECT)(
    'reports unknown when the gateway %s before the effect; nothing has moved',
    async (_name, fault, why) => {
      const { gateway, misbehave, paidOrder } = opened();
      const order = await paidOrder();
      misbehave('cancel', fault);
      expect(await gateway.cancel(cancellation(order), NEVER)).toEqual({ kind: 'unknown', why });
      expect(await readBack(gateway, order)).toEqual([]);
      expect(cancelledOf(order)).toBe(0);
    },
  );

  it('cancels once when the effect comes after we gave up and sent the same key again', async () => {
    const { gateway, misbehave, paidOrder } = opened();
    const order = await paidOrder();
    const one = cancellation(order, { amountMinor: 4000 });
    misbehave('cancel', { kind: 'slow_effect', delayMs: 900 });
    expect(await gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why: 'timeout' });
    // Still running there: turned away, which says nothing about the outcome.
    expect(await gateway.cancel(one, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
    await expect.poll(() => cancelledOf(order), { timeout: 5000 }).toBe(4000);
    expect(await gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
    expect(cancelledOf(order)).toBe(4000);
  });

  it('gives back a part, then the rest, each found again under its cancellationId', async () => {
    const { gateway, paidOrder } = opened();
    const order = await paidOrder();
    const part = cancellation(order, { amountMinor: 4000 });
    const rest = cancellation(order, { amountMinor: 6000, cancellableMinor: 6000 });
    for (const one of [part, rest])
      expect(await gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
    expect(await readBack(gateway, order)).toMatchObject([
      { cancellationId: part.cancellationId, amountMinor: 4000, status: 'SUCCEEDED' },
      { cancellationId: rest.cancellationId, amountMinor: 6000, status: 'SUCCEEDED' },
    ]);
    expect(cancelledOf(order)).toBe(10_000);
  });
}
