/** Toss' list of transactions, against the real simulator: every movement of money in a time, once, as it was. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangedPayment, CheckoutOrder, OnConfirmGateway } from '../../../domain/gateway-port.ts';
import type { Fault } from '../../../sandbox/simulator/faults.ts';
import type { OrderTerms } from '../../../sandbox/simulator/journal-entries.ts';
import { cancellation, NEVER } from './simulated-store.ts';
import { LIVE_SHOP, openSimulatedToss, type SimulatedToss } from './simulated-toss.ts';

const MORE_THAN_TWO_PAGES = 1_001;
const TERMS: OrderTerms = {
  ...{ storeId: LIVE_SHOP.merchantId, channelKey: LIVE_SHOP.clientKey, channelType: 'LIVE' },
  ...{ orderName: 'o', totalMinor: 100, currency: 'KRW', payMethod: 'CARD' },
};

let toss: SimulatedToss;

beforeAll(async () => {
  toss = await openSimulatedToss();
});
afterAll(async () => await toss.stop());
beforeEach(() => toss.simulator.faults.clear());

async function changed(from: Date, cursor: string | null = null, gateway: OnConfirmGateway = toss.gateway) {
  const query = { from: from.toISOString(), until: new Date().toISOString(), cursor };
  return await gateway.listChanged?.(query, NEVER);
}

async function all(from: Date): Promise<ChangedPayment[]> {
  const items: ChangedPayment[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await changed(from, cursor);
    if (page?.kind !== 'page') throw new Error(`no page: ${page?.why}`);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

/** A time after all that has happened so far. */
async function now(): Promise<Date> {
  const from = new Date(Date.now() + 1);
  await expect.poll(() => Date.now()).toBeGreaterThan(from.getTime());
  return from;
}

async function paid(changes: Partial<CheckoutOrder> = {}) {
  const order = toss.order(changes);
  return { order, pgTransactionId: await toss.pay(order) };
}

describe('the list of what has moved', () => {
  it('holds each approval and each cancellation, under the ids that asking tells, and nothing that did not move', async () => {
    const from = await now();
    const { order, pgTransactionId } = await paid();
    await toss.agree(toss.order());
    await toss.gateway.cancel(cancellation(order, { amountMinor: 4_000 }), NEVER);
    const { standing } = await toss.gateway.retrieve({ paymentId: order.paymentId }, NEVER);
    const [part] = 'cancellations' in standing ? standing.cancellations : [];
    const { paymentId } = order;
    expect(await all(from)).toEqual([
      {
        paymentId,
        movement: { kind: 'approved', pgTransactionId, money: { amountMinor: 10_000, currency: 'KRW' } },
      },
      {
        paymentId,
        movement: {
          kind: 'cancelled',
          pgCancellationId: part?.pgCancellationId,
          money: { amountMinor: 4_000, currency: 'KRW' },
        },
      },
    ]);
  });

  it('counts in minor units', async () => {
    const from = await now();
    await paid({ amount: 1_250, currency: 'USD' });
    expect(await all(from)).toMatchObject([{ movement: { money: { amountMinor: 1_250, currency: 'USD' } } }]);
  });

  it('leaves out what moved before', async () => {
    await paid();
    expect(await all(await now())).toEqual([]);
  });

  it('leaves none out over several pages, and ends', async () => {
    const from = await now();
    const ids = Array.from({ length: MORE_THAN_TWO_PAGES }, () => toss.order().paymentId);
    for (const paymentId of ids)
      toss.simulator.ledger.attempt({ paymentId, terms: TERMS, card: null }, { kind: 'approve' });
    const listed = await all(from);
    expect(listed.map(({ paymentId }) => paymentId)).toEqual(ids);
  });

  it('explains nothing about another shop’s money: that is asked for', async () => {
    const from = await now();
    const { order } = await paid();
    const other = toss.gatewayWith({ merchantId: 'another' });
    expect(await changed(from, null, other)).toMatchObject({
      items: [{ paymentId: order.paymentId, movement: { kind: 'other' } }],
    });
  });
});

describe('a list that does not come', () => {
  it.each<[string, Fault]>([
    ['connection', { kind: 'reset', at: 'mid_body' }],
    ['server_error', { kind: 'server_error', at: 'before', status: 503 }],
    ['rate_limited', { kind: 'rate_limit', retryAfterSeconds: 0 }],
    ['unreadable', { kind: 'unreadable' }],
  ])('is unknown: %s', async (why, fault) => {
    toss.misbehave('transactions', fault);
    expect(await changed(new Date(0))).toEqual({ kind: 'unknown', why });
  });

  it('is unknown after a place that is none', async () => {
    expect(await changed(new Date(0), 'NOWHERE')).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});
