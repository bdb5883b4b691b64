/** The approval itself through the adapter, against the real simulator: once, whatever happens to the answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import { Secret } from '../../../domain/secret.ts';
import type { Fault } from '../../../sandbox/simulator/faults.ts';
import { AFTER_THE_EFFECT, BEFORE_THE_EFFECT } from './fault-cases.ts';
import { cancellation, NEVER } from './simulated-store.ts';
import { confirmation, openSimulatedToss, type SimulatedToss } from './simulated-toss.ts';

let toss: SimulatedToss;

beforeAll(async () => {
  toss = await openSimulatedToss();
});
afterAll(() => toss.stop());
beforeEach(() => toss.simulator.faults.clear());

async function agreedOrder(card?: string) {
  const order = toss.order();
  const key = await toss.agree(order, card);
  return { order, key, confirming: confirmation(order, key) };
}

const heldOf = ({ paymentId }: CheckoutOrder): number => toss.simulator.ledger.books(paymentId).held;

const approvalsOf = ({ paymentId }: CheckoutOrder): number =>
  toss.simulator.journal
    .entries()
    .filter((entry) => entry.type === 'approved' && entry.paymentId === paymentId).length;

describe('what is certain', () => {
  it('moves the money by the confirmation, and not before it', async () => {
    const { order, key, confirming } = await agreedOrder();
    expect(heldOf(order)).toBe(0);
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({
      kind: 'approved',
      pgTransactionId: key,
      total: { amountMinor: 10_000, currency: 'KRW' },
      approvedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      isOurs: true,
      cancellations: [],
    });
    expect(heldOf(order)).toBe(10_000);
  });

  it('approves once under one key, sent again', async () => {
    const { order, confirming } = await agreedOrder();
    const first = await toss.gateway.confirm(confirming, NEVER);
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual(first);
    expect(approvalsOf(order)).toBe(1);
  });

  it('counts dollars in dollars there and in cents here', async () => {
    const order = toss.order({ amount: 1250, currency: 'USD' });
    const key = await toss.agree(order);
    expect(await toss.gateway.confirm(confirmation(order, key), NEVER)).toMatchObject({
      kind: 'approved',
      total: { amountMinor: 1250, currency: 'USD' },
    });
    expect(heldOf(order)).toBe(1250);
  });

  it.each([
    ['4000000000000002', 'CARD_DECLINED', 'INVALID_REJECT_CARD'],
    ['4000000000009995', 'INSUFFICIENT_FUNDS', 'REJECT_ACCOUNT_PAYMENT'],
    ['4000000000000069', 'CARD_EXPIRED', 'INVALID_CARD_EXPIRATION'],
    ['4000000000000127', 'CARD_INVALID', 'INVALID_CARD_NUMBER'],
  ])('declines the card %s, and the same key says so again', async (card, reason, pgCode) => {
    const { order, key, confirming } = await agreedOrder(card);
    const expected = { kind: 'declined', pgTransactionId: key, decline: { reason, pgCode } };
    expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject(expected);
    expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject(expected);
    expect(heldOf(order)).toBe(0);
  });

  it('approves another try of an order whose first one was declined', async () => {
    const { order, confirming } = await agreedOrder('4000000000000002');
    await toss.gateway.confirm(confirming, NEVER);
    const second = await toss.agree(order);
    expect(await toss.gateway.confirm(confirmation(order, second), NEVER)).toMatchObject({
      kind: 'approved',
      pgTransactionId: second,
    });
    expect(approvalsOf(order)).toBe(1);
  });

  it('approves one of two tries that are both agreed to, and tells of it whichever is confirmed later', async () => {
    const { order, key, confirming } = await agreedOrder();
    const second = await toss.agree(order);
    await toss.gateway.confirm(confirming, NEVER);
    expect(await toss.gateway.confirm(confirmation(order, second), NEVER)).toMatchObject({
      kind: 'approved',
      pgTransactionId: key,
    });
    expect(approvalsOf(order)).toBe(1);
  });

  it('finds nothing to confirm when the customer agreed too long ago', async () => {
    const { order, confirming } = await agreedOrder();
    toss.simulator.ledger.expireSession(order.paymentId);
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'not_started' });
    expect(heldOf(order)).toBe(0);
  });

  it('does not say that there is nothing while the transaction itself cannot be read', async () => {
    const confirming = confirmation(toss.order(), 'key-that-nobody-knows');
    toss.misbehave('retrieve', { kind: 'slow_drip', intervalMs: 1, bytes: 100_000 });
    toss.misbehave('retrieve', { kind: 'server_error', at: 'before', status: 503 });
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'not_started' });
  });

  it('changes nothing, here or there, for the transaction of another payment', async () => {
    const [mine, other] = [await agreedOrder(), await agreedOrder()];
    const stolen = confirmation(mine.order, other.key);
    expect(await toss.gateway.confirm(stolen, NEVER)).not.toMatchObject({
      kind: expect.stringMatching(/approved|declined/),
    });
    expect([heldOf(mine.order), heldOf(other.order)]).toEqual([0, 0]);
  });
});

describe('what has to be asked', () => {
  it.each(AFTER_THE_EFFECT)(
    'reports unknown, not declined, when the gateway %s after the effect; reading back and the same key find it once',
    async (_name, fault, why) => {
      const { order, confirming } = await agreedOrder();
      toss.misbehave('confirm', fault);
      expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'unknown', why });
      const { standing } = await toss.gateway.retrieve({ paymentId: order.paymentId }, NEVER);
      expect(standing.kind).toBe('approved');
      expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved' });
      expect(approvalsOf(order)).toBe(1);
    },
  );

  it.each(AFTER_THE_EFFECT)(
    'reports unknown when the gateway %s after a decline, and the same key tells',
    async (_name, fault) => {
      const { order, confirming } = await agreedOrder('4000000000000002');
      toss.misbehave('confirm', fault);
      expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'unknown' });
      expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'declined' });
      expect(approvalsOf(order)).toBe(0);
    },
  );

  it.each(BEFORE_THE_EFFECT)(
    'reports unknown when the gateway %s before the effect; nothing has moved, and the same key approves once',
    async (_name, fault, why) => {
      const { order, confirming } = await agreedOrder();
      toss.misbehave('confirm', fault);
      expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'unknown', why });
      expect(heldOf(order)).toBe(0);
      expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved' });
      expect(approvalsOf(order)).toBe(1);
    },
  );

  it('approves once when the effect comes after we gave up and sent the same key again', async () => {
    const { order, confirming } = await agreedOrder();
    toss.misbehave('confirm', { kind: 'slow_effect', delayMs: 900 });
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'unknown', why: 'timeout' });
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual({ kind: 'pending' });
    await expect.poll(() => heldOf(order), { timeout: 5000 }).toBe(10_000);
    expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved' });
    expect(approvalsOf(order)).toBe(1);
  });

  it('reads back what was approved before under a key that the gateway has forgotten', async () => {
    const { order, confirming } = await agreedOrder();
    await toss.gateway.confirm(confirming, NEVER);
    const forgotten = { ...confirming, idempotencyKey: `${confirming.idempotencyKey}-of-another-time` };
    expect(await toss.gateway.confirm(forgotten, NEVER)).toMatchObject({ kind: 'approved' });
    expect(approvalsOf(order)).toBe(1);
  });

  it('does not know what was approved before while it cannot read back', async () => {
    const { confirming } = await agreedOrder();
    await toss.gateway.confirm(confirming, NEVER);
    toss.misbehave('retrieve', { kind: 'server_error', at: 'before', status: 500 }, 2);
    const forgotten = { ...confirming, idempotencyKey: 'another-key-of-ours' };
    expect(await toss.gateway.confirm(forgotten, NEVER)).toEqual({ kind: 'unknown', why: 'server_error' });
  });

  it('leaves what was approved and given back since to the next asking', async () => {
    const { order, confirming } = await agreedOrder();
    await toss.gateway.confirm(confirming, NEVER);
    await toss.gateway.cancel(cancellation(order), NEVER);
    const forgotten = { ...confirming, idempotencyKey: 'a-third-key-of-ours' };
    expect(await toss.gateway.confirm(forgotten, NEVER)).toEqual({ kind: 'unknown', why: 'unlisted' });
  });

  it('keeps on asking while the issuer takes its time, until it has decided', async () => {
    const { order, confirming } = await agreedOrder('4000000000000119');
    const open = { kind: 'unknown', why: 'server_error' };
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual(open);
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual(open);
    toss.simulator.ledger.settlePending(order.paymentId, { kind: 'approve' });
    expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved' });
    expect(approvalsOf(order)).toBe(1);
  });

  it('fails no payment because our key, our amount or an unlisted code is to blame', async () => {
    const { order, confirming } = await agreedOrder();
    const stranger = toss.gatewayWith({ secretKey: new Secret('live_sk_another') });
    const unlisted = { kind: 'unknown', why: 'unlisted' };
    expect(await stranger.confirm(confirming, NEVER)).toEqual(unlisted);
    const wrongAmount = { ...confirming, amountMinor: 100, idempotencyKey: 'key-of-another-amount' };
    expect(await toss.gateway.confirm(wrongAmount, NEVER)).toEqual(unlisted);
    toss.misbehave('confirm', { kind: 'refused_confirm', pgCode: 'NEVER_SEEN', pgMessage: '' });
    expect(await toss.gateway.confirm(confirming, NEVER)).toEqual(unlisted);
    expect(heldOf(order)).toBe(0);
  });

  it('passes on that the caller gave up', async () => {
    const { confirming } = await agreedOrder();
    toss.misbehave('confirm', { kind: 'no_answer', at: 'before', forMs: 60_000 });
    const caller = new AbortController();
    const asked = toss.gateway.confirm(confirming, caller.signal);
    caller.abort(new Error('the worker stops'));
    await expect(asked).rejects.toThrow('the worker stops');
  });
});

describe('money that is not what was asked for', () => {
  it.each<[string, Fault, object]>([
    ['another amount', { kind: 'wrong_amount', amount: 9000 }, { total: { amountMinor: 9000 } }],
    ['another currency', { kind: 'wrong_currency', currency: 'USD' }, { total: { currency: 'USD' } }],
    ['another shop', { kind: 'wrong_store', storeId: 'another' }, { isOurs: false }],
  ])('tells an approval of %s from ours', async (_name, fault, expected) => {
    const { confirming } = await agreedOrder();
    toss.misbehave('confirm', fault);
    expect(await toss.gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved', ...expected });
  });

  it('is none of ours when the keys are not of the kind that is configured', async () => {
    const { confirming } = await agreedOrder();
    const gateway = toss.gatewayWith({ keyType: 'TEST' });
    expect(await gateway.confirm(confirming, NEVER)).toMatchObject({ kind: 'approved', isOurs: false });
  });
});
