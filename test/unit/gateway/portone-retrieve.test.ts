/** What the adapter says about a payment, against the real simulator: every standing, and every way to not know. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/simulator/faults.ts';
import { WHILE_READING } from './fault-cases.ts';
import { NEVER, openSimulatedStore, type SimulatedStore, visit } from './simulated-store.ts';

let store: SimulatedStore;

beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(() => store.stop());
beforeEach(() => store.simulator.faults.clear());

const standingOf = async (paymentId: string) => (await store.gateway.retrieve({ paymentId }, NEVER)).standing;

describe('what PortOne knows', () => {
  it('reports an approval with its total, and that it is ours', async () => {
    const order = store.order();
    const pgTransactionId = await store.pay(order);
    expect(await store.gateway.retrieve({ paymentId: order.paymentId, pgTransactionId }, NEVER)).toEqual({
      claimed: 'known',
      standing: {
        kind: 'approved',
        pgTransactionId,
        total: { amountMinor: 10_000, currency: 'KRW' },
        approvedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        isOurs: true,
        cancellations: [],
      },
    });
  });

  it('reports a payment that PortOne has never heard of as not started, with no attempt', async () => {
    const query = { paymentId: 'pay_unheard', pgTransactionId: 'claimed' };
    const expected = { standing: { kind: 'not_started' }, claimed: 'no_attempt' };
    expect(await store.gateway.retrieve(query, NEVER)).toEqual(expected);
  });

  it('reports an open window as not started', async () => {
    const order = store.order();
    await visit(store.gateway, order, { action: 'open' });
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'not_started' });
  });

  it('reports an attempt whose outcome is open as pending, until it is settled', async () => {
    const order = store.order();
    await store.pay(order, '4000000000000119');
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'pending' });
    store.simulator.ledger.settlePending(order.paymentId, { kind: 'approve' });
    expect(await standingOf(order.paymentId)).toMatchObject({ kind: 'approved' });
  });

  it.each([
    ['4000000000000002', 'CARD_DECLINED'],
    ['4000000000009995', 'INSUFFICIENT_FUNDS'],
    ['4000000000000069', 'CARD_EXPIRED'],
    ['4000000000000127', 'CARD_INVALID'],
  ])('reports why the card %s was declined', async (card, reason) => {
    const order = store.order();
    const pgTransactionId = await store.pay(order, card);
    expect(await standingOf(order.paymentId)).toMatchObject({
      kind: 'declined',
      pgTransactionId,
      decline: { reason },
    });
  });

  it('reports a customer who closed the window', async () => {
    const order = store.order();
    await visit(store.gateway, order, { action: 'close' });
    expect(await standingOf(order.paymentId)).toMatchObject({ decline: { reason: 'CUSTOMER_CANCELLED' } });
  });

  it('reports the approval when a declined attempt came before it, and knows both attempts', async () => {
    const order = store.order();
    const declined = await store.pay(order, '4000000000000002');
    const approved = await store.pay(order);
    for (const pgTransactionId of [declined, approved]) {
      const report = await store.gateway.retrieve({ paymentId: order.paymentId, pgTransactionId }, NEVER);
      expect(report).toMatchObject({
        claimed: 'known',
        standing: { kind: 'approved', pgTransactionId: approved },
      });
    }
  });

  it('does not know a transaction of another payment', async () => {
    const [mine, other] = [store.order(), store.order()];
    await store.pay(mine);
    const pgTransactionId = await store.pay(other);
    const report = await store.gateway.retrieve({ paymentId: mine.paymentId, pgTransactionId }, NEVER);
    expect(report.claimed).toBe('unknown_here');
  });

  it('leaves the claim undetermined when the attempts cannot be read', async () => {
    const order = store.order();
    await store.pay(order);
    store.misbehave('transactions', { kind: 'server_error', at: 'before', status: 503 });
    const report = await store.gateway.retrieve(
      { paymentId: order.paymentId, pgTransactionId: 'other' },
      NEVER,
    );
    expect(report).toMatchObject({ claimed: 'undetermined', standing: { kind: 'approved' } });
  });

  it('reports a cancellation made at the console as not one of ours', async () => {
    const order = store.order();
    await store.pay(order);
    const reason = '[can_0000000000000000] written by hand';
    const { paymentId } = order;
    store.simulator.ledger.cancel({
      paymentId,
      amountMinor: 3000,
      reason,
      trigger: 'CONSOLE',
      idempotencyKey: null,
    });
    expect(await standingOf(paymentId)).toMatchObject({
      kind: 'cancelled',
      total: { amountMinor: 10_000 },
      cancellations: [{ cancellationId: null, amountMinor: 3000, status: 'SUCCEEDED' }],
    });
  });
});

describe('money that is not what was asked for', () => {
  it('reports what is really held when the client changed the amount in the address', async () => {
    const order = store.order();
    await visit(store.gateway, { ...order, amount: 100 }, {});
    expect(await standingOf(order.paymentId)).toMatchObject({ total: { amountMinor: 100 }, isOurs: true });
  });

  it.each<[string, Fault, object]>([
    ['another currency', { kind: 'wrong_currency', currency: 'USD' }, { total: { currency: 'USD' } }],
    ['another store', { kind: 'wrong_store', storeId: 'store-other' }, { isOurs: false }],
    ['a test channel', { kind: 'test_channel' }, { isOurs: false }],
  ])('tells an approval with %s from ours', async (_name, fault, expected) => {
    const order = store.order();
    store.misbehave('checkout', fault);
    await store.pay(order);
    expect(await standingOf(order.paymentId)).toMatchObject({ kind: 'approved', ...expected });
  });

  it('is not led by a decline from another store to fail our payment', async () => {
    const order = store.order();
    await store.pay(order, '4000000000000002');
    store.misbehave('retrieve', { kind: 'wrong_store', storeId: 'store-other' });
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});

describe('not knowing is unknown, never declined and never not started', () => {
  it.each(WHILE_READING)('when the gateway %s', async (_name, fault, why) => {
    const order = store.order();
    await store.pay(order, '4000000000000002');
    store.misbehave('retrieve', fault);
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'unknown', why });
  });

  it.each([
    ['hang', 'timeout'],
    ['refuse', 'connection'],
  ] as const)('when the gateway is silent (%s)', async (how, why) => {
    store.simulator.faults.silence({ forMs: 60_000, how });
    expect(await standingOf(store.order().paymentId)).toEqual({ kind: 'unknown', why });
  });

  it('when our secret is wrong', async () => {
    const { Secret } = await import('../../../domain/secret.ts');
    const gateway = store.gatewayWith({ apiSecret: new Secret('another') });
    const report = await gateway.retrieve({ paymentId: store.order().paymentId }, NEVER);
    expect(report.standing).toEqual({ kind: 'unknown', why: 'unlisted' });
  });

  it('when another server says 404 at our address', async () => {
    const gateway = store.gatewayWith({ apiUrl: `${store.simulator.url}/not-portone` });
    const report = await gateway.retrieve(
      { paymentId: store.order().paymentId, pgTransactionId: 'claimed' },
      NEVER,
    );
    expect(report).toEqual({ standing: { kind: 'unknown', why: 'unlisted' }, claimed: 'undetermined' });
  });

  it('but passes on that the caller gave up', async () => {
    store.misbehave('retrieve', { kind: 'no_answer', at: 'before', forMs: 60_000 });
    const caller = new AbortController();
    const asked = store.gateway.retrieve({ paymentId: store.order().paymentId }, caller.signal);
    caller.abort(new Error('the worker stops'));
    await expect(asked).rejects.toThrow('the worker stops');
  });
});
