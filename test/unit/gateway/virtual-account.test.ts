/** Virtual accounts through both adapters, against the real simulator: issued, paid into, closed, and given back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CheckoutOrder, CloseAccountOrder, GatewayPort } from '../../../domain/gateway-port.ts';
import { readBack } from './cancel-guarantees.ts';
import { AFTER_THE_EFFECT, BEFORE_THE_EFFECT } from './fault-cases.ts';
import { cancellation, NEVER, openSimulatedStore, type SimulatedStore, visit } from './simulated-store.ts';
import { confirmation, openSimulatedToss } from './simulated-toss.ts';

type UnderTest = Pick<SimulatedStore, 'simulator' | 'order' | 'misbehave' | 'stop'> & {
  gateway: GatewayPort;
  refundAccount: { bank: string; accountNumber: string; holderName: string };
  /** What a customer does, and at Toss the shop after it, until there is an account. */
  issue(order: CheckoutOrder, more?: object): Promise<string>;
};

async function openPortOne(): Promise<UnderTest> {
  const store = await openSimulatedStore();
  return {
    ...store,
    refundAccount: { bank: 'SHINHAN', accountNumber: '11012345678', holderName: '홍길동' },
    issue: async (order, more = {}) => (await visit(store.gateway, order, more)).pgTransactionId,
  };
}

async function openToss(): Promise<UnderTest> {
  const toss = await openSimulatedToss();
  return {
    ...toss,
    refundAccount: { bank: '88', accountNumber: '11012345678', holderName: '홍길동' },
    issue: async (order, more = {}) => {
      const { pgTransactionId } = await visit(toss.gateway, order, more);
      const result = await toss.gateway.confirm(confirmation(order, pgTransactionId), NEVER);
      expect(result).toMatchObject({ kind: 'account_issued', pgTransactionId });
      return pgTransactionId;
    },
  };
}

describe.each([
  ['PortOne', openPortOne],
  ['Toss Payments', openToss],
])('a virtual account at %s', (_name, open) => {
  let pg: UnderTest;
  beforeAll(async () => {
    pg = await open();
  });
  afterAll(() => pg.stop());
  beforeEach(() => pg.simulator.faults.clear());

  const newOrder = (): CheckoutOrder => pg.order({ method: { type: 'VIRTUAL_ACCOUNT' } });
  const ask = async ({ paymentId }: CheckoutOrder) =>
    (await pg.gateway.retrieve({ paymentId }, NEVER)).standing;
  const closing = ({ paymentId }: CheckoutOrder): CloseAccountOrder => ({
    paymentId,
    idempotencyKey: `${paymentId}-close`,
  });
  const deposit = ({ paymentId }: CheckoutOrder, more: object = {}) =>
    pg.simulator.ledger.deposit(paymentId, { isLate: false, ...more });
  const bookedOf = ({ paymentId }: CheckoutOrder) => pg.simulator.ledger.books(paymentId);
  const closings = ({ paymentId }: CheckoutOrder): number =>
    pg.simulator.journal
      .entries()
      .filter((entry) => entry.type === 'account_closed' && entry.paymentId === paymentId).length;

  async function issued(more?: object) {
    const order = newOrder();
    return { order, pgTransactionId: await pg.issue(order, more) };
  }
  async function paid() {
    const { order } = await issued();
    expect(deposit(order)).toBeUndefined();
    return order;
  }

  it('is issued with a number and a date, and holds nothing before the deposit', async () => {
    const before = Date.now();
    const { order, pgTransactionId } = await issued();
    const standing = await ask(order);
    expect(standing).toMatchObject({
      kind: 'account_issued',
      pgTransactionId,
      total: { amountMinor: 10_000, currency: 'KRW' },
      isOurs: true,
      account: { accountNumber: expect.stringMatching(/^\d{12}$/), bank: expect.any(String) },
    });
    const dueInMs = Date.parse(standing.kind === 'account_issued' ? standing.account.dueAt : '') - before;
    // The configured day, told to the second.
    expect(Math.abs(dueInMs - 24 * 3_600_000)).toBeLessThan(60_000);
    expect(bookedOf(order)).toMatchObject({ approved: 0, held: 0 });
  });

  it('is paid with the deposit', async () => {
    const order = await paid();
    expect(await ask(order)).toMatchObject({
      kind: 'approved',
      total: { amountMinor: 10_000 },
      isOurs: true,
    });
  });

  it('that was paid another amount tells that amount', async () => {
    const { order } = await issued();
    deposit(order, { amountMinor: 9_000 });
    expect(await ask(order)).toMatchObject({ kind: 'approved', total: { amountMinor: 9_000 } });
    expect(bookedOf(order)).toMatchObject({ approved: 9_000, held: 9_000 });
  });

  it('is closed once, however often that is asked, and takes no deposit then', async () => {
    const { order, pgTransactionId } = await issued();
    for (const _time of [1, 2])
      expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'closed' });
    expect(await ask(order)).toEqual({ kind: 'account_closed', pgTransactionId });
    expect([closings(order), deposit(order)]).toEqual([1, 'the account is closed']);
  });

  it.each(AFTER_THE_EFFECT)(
    'is not believed closed when the gateway %s after the effect; asking finds it so, and nothing is done twice',
    async (_what, fault, why) => {
      const { order } = await issued();
      pg.misbehave('close', fault);
      expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'unknown', why });
      expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'closed' });
      expect(closings(order)).toBe(1);
    },
  );

  it.each(BEFORE_THE_EFFECT)(
    'stays open when the gateway %s before the effect, and is closed by the same key later',
    async (_what, fault, why) => {
      const { order } = await issued();
      pg.misbehave('close', fault);
      expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toMatchObject({
        kind: 'unknown',
        why,
      });
      expect((await ask(order)).kind).toBe('account_issued');
      expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'closed' });
    },
  );

  it('that was paid meanwhile is not closed: it does not wait', async () => {
    const order = await paid();
    expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'not_waiting' });
    expect(await pg.gateway.closeVirtualAccount(closing(newOrder()), NEVER)).toEqual({ kind: 'not_waiting' });
    expect(bookedOf(order).held).toBe(10_000);
  });

  it("that is a second one under the same id is closed too, and not claimed so by the first one's answer", async () => {
    const { order } = await issued();
    await pg.gateway.closeVirtualAccount(closing(order), NEVER);
    const second = await pg.issue(order);
    expect(await ask(order)).toMatchObject({ kind: 'account_issued', pgTransactionId: second });
    expect(await pg.gateway.closeVirtualAccount(closing(order), NEVER)).toEqual({ kind: 'closed' });
    expect(await ask(order)).toEqual({ kind: 'account_closed', pgTransactionId: second });
  });

  it('speaks for the payment while it waits, also when the customer tries something else after it', async () => {
    const { order, pgTransactionId } = await issued();
    await visit(pg.gateway, order, { action: 'close' });
    expect(await ask(order)).toMatchObject({ kind: 'account_issued', pgTransactionId });
  });

  it('that a bank paid into after it was closed is money under our id', async () => {
    const { order } = await issued();
    await pg.gateway.closeVirtualAccount(closing(order), NEVER);
    expect(deposit(order, { isLate: true })).toBeUndefined();
    expect(await ask(order)).toMatchObject({ kind: 'approved', total: { amountMinor: 10_000 } });
  });

  it('whose deposit the bank takes back waits again', async () => {
    const { order, pgTransactionId } = await issued();
    deposit(order, { amountMinor: 5_000 });
    expect(pg.simulator.ledger.reverseDeposit(order.paymentId)).toBe(true);
    expect(await ask(order)).toMatchObject({
      kind: 'account_issued',
      pgTransactionId,
      total: { amountMinor: 10_000 },
    });
    expect(bookedOf(order)).toMatchObject({ approved: 0, held: 0 });
  });

  it('is refunded to the account that was named, in parts', async () => {
    const order = await paid();
    const { refundAccount } = pg;
    for (const [amountMinor, cancellableMinor] of [
      [4_000, 10_000],
      [6_000, 6_000],
    ] as const) {
      const one = cancellation(order, { amountMinor, cancellableMinor, refundAccount });
      expect(await pg.gateway.cancel(one, NEVER)).toMatchObject({ kind: 'succeeded' });
    }
    const payment = pg.simulator.ledger.find(order.paymentId);
    expect(payment?.cancellations.map((one) => one.refundAccount)).toEqual([refundAccount, refundAccount]);
    expect(bookedOf(order).held).toBe(0);
  });

  it('gives nothing back without an account, nor to one that is none: definite refusals', async () => {
    const order = await paid();
    const bad = { ...pg.refundAccount, accountNumber: '99999999999' };
    expect(await pg.gateway.cancel(cancellation(order), NEVER)).toMatchObject({ kind: 'refused' });
    expect(await pg.gateway.cancel(cancellation(order, { refundAccount: bad }), NEVER)).toMatchObject({
      kind: 'refused',
      pgCode: 'INVALID_REFUND_ACCOUNT_NUMBER',
    });
    expect(bookedOf(order)).toMatchObject({ held: 10_000, cancellable: 10_000 });
  });

  it.each([
    ['SUCCEEDED', 0],
    ['FAILED', 10_000],
  ] as const)('whose refund takes its days is requested first, and ends %s', async (outcome, held) => {
    const order = await paid();
    const one = cancellation(order, { refundAccount: pg.refundAccount });
    pg.misbehave('cancel', { kind: 'asynchronous_cancel', outcome });
    expect(await pg.gateway.cancel(one, NEVER)).toMatchObject({ kind: 'requested' });
    expect(await readBack(pg.gateway, order)).toMatchObject([{ status: 'REQUESTED' }]);
    pg.simulator.ledger.settleCancellation(order.paymentId, outcome);
    expect(await readBack(pg.gateway, order)).toMatchObject([
      { status: outcome, cancellationId: one.cancellationId },
    ]);
    expect(bookedOf(order).held).toBe(held);
  });
});
