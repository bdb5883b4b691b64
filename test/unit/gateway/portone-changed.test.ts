/** PortOne's list of what has changed, against the real simulator: every payment once at least, and each as it stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangedPayment } from '../../../domain/gateway-port.ts';
import type { Fault } from '../../../sandbox/simulator/faults.ts';
import { cancellation, NEVER, openSimulatedStore, type SimulatedStore } from './simulated-store.ts';

const MORE_THAN_TWO_PAGES = 120;

let store: SimulatedStore;

beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(async () => await store.stop());
beforeEach(() => store.simulator.faults.clear());

const changed = async (from: Date, cursor: string | null = null, until = new Date()) =>
  await store.gateway.listChanged?.({ from: from.toISOString(), until: until.toISOString(), cursor }, NEVER);

async function all(from: Date, betweenPages?: () => Promise<void>): Promise<ChangedPayment[]> {
  const items: ChangedPayment[] = [];
  const until = new Date();
  for (let cursor: string | null = null; ; ) {
    const page = await changed(from, cursor, until);
    if (page?.kind !== 'page') throw new Error(`no page: ${page?.why}`);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
    await betweenPages?.();
  }
}

describe('the list of what has changed', () => {
  it('says of each payment what asking for it says', async () => {
    const from = new Date();
    const [paid, declined, refunded] = [store.order(), store.order(), store.order()];
    await store.pay(paid);
    await store.pay(declined, '4000000000000002');
    await store.pay(refunded);
    await store.gateway.cancel(cancellation(refunded, { amountMinor: 1_000 }), NEVER);
    const listed = await all(from);
    expect(listed.map(({ paymentId }) => paymentId).toSorted()).toEqual(
      [paid, declined, refunded].map(({ paymentId }) => paymentId).toSorted(),
    );
    for (const item of listed) {
      const { standing } = await store.gateway.retrieve({ paymentId: item.paymentId }, NEVER);
      expect(item).toEqual({ paymentId: item.paymentId, standing });
    }
  });

  it('holds what a payment changed to in that time, not when it was made', async () => {
    const order = store.order();
    await store.pay(order);
    const from = new Date(Date.now() + 1);
    await expect.poll(() => Date.now()).toBeGreaterThan(from.getTime());
    expect(await all(from)).toEqual([]);
    await store.gateway.cancel(cancellation(order), NEVER);
    expect(await all(from)).toMatchObject([{ paymentId: order.paymentId, standing: { kind: 'cancelled' } }]);
  });

  it('leaves none out over several pages, also when those already read change meanwhile and leave the span', async () => {
    const from = new Date();
    const orders = Array.from({ length: MORE_THAN_TWO_PAGES }, () => store.order());
    for (const order of orders) await store.pay(order);
    const readAlready = orders.slice(0, 10);
    const listed = await all(from, async () => {
      const next = readAlready.shift();
      if (next !== undefined) await store.gateway.cancel(cancellation(next), NEVER);
    });
    const ids = new Set(listed.map(({ paymentId }) => paymentId));
    expect(orders.filter(({ paymentId }) => !ids.has(paymentId))).toEqual([]);
  });

  it('shows money of another channel as not ours', async () => {
    const from = new Date();
    const order = store.order();
    store.misbehave('checkout', { kind: 'test_channel' });
    await store.pay(order);
    expect(await all(from)).toMatchObject([{ standing: { kind: 'approved', isOurs: false } }]);
  });
});

describe('a list that does not come', () => {
  it.each<[string, Fault]>([
    ['timeout', { kind: 'no_answer', at: 'before', forMs: 5_000 }],
    ['connection', { kind: 'reset', at: 'mid_body' }],
    ['server_error', { kind: 'server_error', at: 'before', status: 503 }],
    ['rate_limited', { kind: 'rate_limit', retryAfterSeconds: 0 }],
    ['unreadable', { kind: 'unreadable' }],
  ])('is unknown: %s', async (why, fault) => {
    store.misbehave('list', fault);
    expect(await changed(new Date(0))).toEqual({ kind: 'unknown', why });
  });

  it('is unknown with a wrong secret', async () => {
    const stranger = store.gatewayWith({ storeId: 'other' });
    const span = { from: new Date(0).toISOString(), until: new Date().toISOString(), cursor: null };
    expect(await stranger.listChanged?.(span, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});
