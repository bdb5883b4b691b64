/** What the Toss adapter says about a payment, against the real simulator: every standing, and every way to not know. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../domain/secret.ts';
import { WHILE_READING } from './fault-cases.ts';
import { NEVER, visit } from './simulated-store.ts';
import { confirmation, openSimulatedToss, type SimulatedToss } from './simulated-toss.ts';

let toss: SimulatedToss;

beforeAll(async () => {
  toss = await openSimulatedToss();
});
afterAll(() => toss.stop());
beforeEach(() => toss.simulator.faults.clear());

const reportOf = (paymentId: string, pgTransactionId?: string) =>
  toss.gateway.retrieve({ paymentId, pgTransactionId }, NEVER);

const standingOf = async (paymentId: string) => (await reportOf(paymentId)).standing;

describe('what Toss knows', () => {
  it('reports what the customer agreed to, before any money has moved, with the amount to compare', async () => {
    const order = toss.order();
    const pgTransactionId = await toss.agree({ ...order, amount: 100 });
    expect(await reportOf(order.paymentId, pgTransactionId)).toEqual({
      claimed: 'known',
      standing: {
        kind: 'awaiting_confirm',
        pgTransactionId,
        total: { amountMinor: 100, currency: 'KRW' },
        isOurs: true,
      },
    });
  });

  it.each(['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE'] as const)('reports an approval by %s', async (type) => {
    const order = toss.order({ method: { type } });
    const pgTransactionId = await toss.pay(order);
    expect(await reportOf(order.paymentId, pgTransactionId)).toMatchObject({
      claimed: 'known',
      standing: { kind: 'approved', pgTransactionId, isOurs: true, total: { amountMinor: 10_000 } },
    });
  });

  it('reports a payment that Toss has never heard of as not started, with no attempt', async () => {
    const expected = { standing: { kind: 'not_started' }, claimed: 'no_attempt' };
    for (const claimed of ['claimed-by-a-client', '..', 'orders', 'a/b/../../transactions'])
      expect(await reportOf('pay_unheard', claimed)).toEqual(expected);
  });

  it('reports an open window, and one that was left too long, as not started', async () => {
    const order = toss.order();
    await visit(toss.gateway, order, { action: 'open' });
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'not_started' });
    const late = toss.order();
    await toss.agree(late);
    toss.simulator.ledger.expireSession(late.paymentId);
    expect(await standingOf(late.paymentId)).toEqual({ kind: 'not_started' });
  });

  it('reports a declined confirmation and a customer who closed the window, with the reason', async () => {
    const order = toss.order();
    const key = await toss.agree(order, '4000000000009995');
    await toss.gateway.confirm(confirmation(order, key), NEVER);
    expect(await standingOf(order.paymentId)).toMatchObject({
      kind: 'declined',
      pgTransactionId: key,
      decline: { reason: 'INSUFFICIENT_FUNDS' },
    });
    const closed = toss.order();
    await visit(toss.gateway, closed, { action: 'close' });
    expect(await standingOf(closed.paymentId)).toMatchObject({ decline: { reason: 'CUSTOMER_CANCELLED' } });
  });

  it('reports the approval whichever try of its order is claimed', async () => {
    const order = toss.order();
    const declined = await toss.agree(order, '4000000000000002');
    await toss.gateway.confirm(confirmation(order, declined), NEVER);
    const approved = await toss.pay(order);
    for (const claimed of [declined, approved]) {
      expect(await reportOf(order.paymentId, claimed)).toMatchObject({
        claimed: 'known',
        standing: { kind: 'approved', pgTransactionId: approved },
      });
    }
  });

  it('does not let the end of a later try speak for one that waits to be confirmed', async () => {
    const order = toss.order();
    const agreed = await toss.agree(order);
    await visit(toss.gateway, order, { action: 'close' });
    expect(await standingOf(order.paymentId)).toMatchObject({ kind: 'declined' });
    expect(await reportOf(order.paymentId, agreed)).toMatchObject({
      claimed: 'known',
      standing: { kind: 'awaiting_confirm', pgTransactionId: agreed },
    });
  });

  it('does not know a transaction of another payment', async () => {
    const [mine, other] = [toss.order(), toss.order()];
    await toss.pay(mine);
    const key = await toss.pay(other);
    expect((await reportOf(mine.paymentId, key)).claimed).toBe('unknown_here');
    expect((await reportOf(toss.order().paymentId, key)).claimed).toBe('no_attempt');
  });

  it('leaves the claim undetermined when the transaction cannot be read', async () => {
    const order = toss.order();
    await toss.pay(order);
    toss.misbehave('retrieve', { kind: 'slow_drip', intervalMs: 1, bytes: 100_000 });
    toss.misbehave('retrieve', { kind: 'server_error', at: 'before', status: 503 });
    expect(await reportOf(order.paymentId, 'another-transaction')).toMatchObject({
      claimed: 'undetermined',
      standing: { kind: 'approved' },
    });
  });

  it('reports a cancellation made at the console as not one of ours', async () => {
    const order = toss.order();
    await toss.pay(order);
    toss.simulator.ledger.cancel({
      paymentId: order.paymentId,
      amountMinor: 3000,
      reason: 'by hand',
      trigger: 'CONSOLE',
      idempotencyKey: null,
    });
    expect(await standingOf(order.paymentId)).toMatchObject({
      kind: 'cancelled',
      total: { amountMinor: 10_000 },
      cancellations: [{ cancellationId: null, amountMinor: 3000, status: 'SUCCEEDED' }],
    });
  });
});

describe('money that is not what was asked for', () => {
  it('tells the money of another shop from ours', async () => {
    const order = toss.order();
    toss.misbehave('checkout', { kind: 'wrong_store', storeId: 'another' });
    await toss.pay(order);
    expect(await standingOf(order.paymentId)).toMatchObject({ kind: 'approved', isOurs: false });
  });

  it('does not see test money with live keys', async () => {
    const order = toss.order();
    toss.misbehave('checkout', { kind: 'test_channel' });
    await toss.agree(order);
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'not_started' });
  });

  it('is not led by a decline from another shop to fail our payment', async () => {
    const order = toss.order();
    await visit(toss.gateway, order, { action: 'close' });
    toss.misbehave('retrieve', { kind: 'wrong_store', storeId: 'another' });
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });
});

describe('not knowing is unknown, never declined and never not started', () => {
  it.each(WHILE_READING)('when the gateway %s', async (_name, fault, why) => {
    const order = toss.order();
    await visit(toss.gateway, order, { action: 'close' });
    toss.misbehave('retrieve', fault);
    expect(await standingOf(order.paymentId)).toEqual({ kind: 'unknown', why });
  });

  it('when our key is wrong, or another server says 404 at our address', async () => {
    const unlisted = { standing: { kind: 'unknown', why: 'unlisted' }, claimed: 'undetermined' };
    const query = { paymentId: toss.order().paymentId, pgTransactionId: 'claimed-by-a-client' };
    for (const changes of [
      { secretKey: new Secret('live_sk_another') },
      { apiUrl: `${toss.simulator.url}/not-toss` },
    ]) {
      expect(await toss.gatewayWith(changes).retrieve(query, NEVER)).toEqual(unlisted);
    }
  });
});
