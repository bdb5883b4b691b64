/** Virtual accounts as the simulator keeps them: at the window, by control, in webhooks and through a restart. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openLedger } from '../../../sandbox/simulator/ledger.ts';
import { portOneTeller } from '../../../sandbox/simulator/portone/webhook.ts';
import { waitUntil } from '../../../sandbox/wait.ts';
import { NEVER, openSimulatedStore, type SimulatedStore, visit } from '../gateway/simulated-store.ts';
import { confirmation, openSimulatedToss, type SimulatedToss } from '../gateway/simulated-toss.ts';

let store: SimulatedStore;
let toss: SimulatedToss;
beforeAll(async () => {
  store = await openSimulatedStore();
  toss = await openSimulatedToss();
});
afterAll(async () => {
  await store.stop();
  await toss.stop();
});

const method = { type: 'VIRTUAL_ACCOUNT' } as const;
const accountOf = (paymentId: string, { simulator }: Pick<SimulatedStore, 'simulator'> = store) =>
  simulator.ledger.find(paymentId)?.attempts[0]?.account;
const toldSchema = z.object({ account: z.object({ dueAt: z.iso.datetime() }) });
const bookedOf = (paymentId: string) => store.simulator.ledger.books(paymentId);
const act = async (action: object): Promise<number> => {
  const body = JSON.stringify(action);
  return (await fetch(`${store.simulator.url}/control/actions`, { method: 'POST', body })).status;
};

describe('a person', () => {
  const submit = async (url: string, action: string, language: string): Promise<string> => {
    const body = new URLSearchParams({ number: '4242424242424242', action });
    return await (
      await fetch(url, { method: 'POST', body, headers: { 'accept-language': language } })
    ).text();
  };

  it.each([
    ['ko', '가상계좌 발급받기', '입금 기한', '지금 ₩10,000 입금하기', '결제되었습니다'],
    ['en', 'Get an account to pay into', 'Pay in by', 'Deposit ₩10,000 now', 'Paid'],
  ])('who reads %s gets an account, sees it again later, and deposits', async (language, ...texts) => {
    const [issue, due, deposit, done] = texts;
    const order = store.order({ method });
    const url = store.gateway.checkout(order).url ?? '';
    const look = async () => await (await fetch(url, { headers: { 'accept-language': language } })).text();
    expect(await look()).toContain(issue);
    const page = await submit(url, 'pay', language);
    for (const text of [accountOf(order.paymentId)?.accountNumber ?? 'none', due, deposit]) {
      expect(page).toContain(text);
      expect(await look()).toContain(text);
    }
    expect(bookedOf(order.paymentId)).toMatchObject({ approved: 0 });
    expect(await submit(url, 'deposit', language)).toContain(done);
    expect(bookedOf(order.paymentId)).toMatchObject({ approved: 10_000 });
  });

  it('can read where to pay in at leisure: the window does not go back to the shop by itself', async () => {
    const url = new URL(store.gateway.checkout(store.order({ method })).url ?? '');
    url.searchParams.set('redirectUrl', 'https://shop.test/done');
    const page = await submit(url.href, 'pay', 'en');
    expect(page).toContain('href="https://shop.test/done?');
    expect(page).not.toContain('http-equiv="refresh"');
  });

  it('sees the account of Toss Payments once the shop has confirmed', async () => {
    const order = toss.order({ method });
    const confirming = confirmation(order, await toss.agree(order));
    expect(accountOf(order.paymentId, toss)).toBeNull();
    await toss.gateway.confirm(confirming, NEVER);
    const page = await (await fetch(toss.gateway.checkout(order).url ?? '')).text();
    expect(page).toContain(accountOf(order.paymentId, toss)?.accountNumber);
  });

  it('pays by phone at PortOne too', async () => {
    const order = store.order({ method: { type: 'MOBILE' } });
    expect(await visit(store.gateway, order, {})).toMatchObject({ status: 'PAID' });
  });
});

describe('a script', () => {
  it('gets the account, may have it fall due sooner than whole hours, and deposits once', async () => {
    const url = store.gateway.checkout(store.order({ method })).url ?? '';
    const post = async (customer: object) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(customer) });
      return [response.status, await response.json()];
    };
    expect(await post({ action: 'deposit' })).toMatchObject([409, { type: 'NO_DEPOSIT' }]);
    const [status, told] = await post({ dueInMs: 60_000 });
    expect([status, told]).toMatchObject([200, { status: 'WAITING_FOR_DEPOSIT', account: {} }]);
    const { dueAt } = toldSchema.parse(told).account;
    expect(Math.abs(Date.parse(dueAt) - Date.now() - 60_000)).toBeLessThan(5_000);
    expect(await post({ action: 'deposit' })).toMatchObject([200, { status: 'PAID' }]);
    expect(await post({ action: 'deposit' })).toMatchObject([409, {}]);
  });
});

describe('by control', () => {
  it('a bank deposits any amount once, and takes back what nothing of was returned', async () => {
    const { paymentId, ...order } = store.order({ method });
    expect(await act({ action: 'deposit', paymentId })).toBe(409);
    await store.pay({ paymentId, ...order });
    expect(await act({ action: 'deposit', paymentId, amount: 7_000 })).toBe(200);
    expect(bookedOf(paymentId)).toMatchObject({ approved: 7_000 });
    expect(await act({ action: 'deposit', paymentId })).toBe(409);
    expect(await act({ action: 'reverse_deposit', paymentId })).toBe(200);
    expect(bookedOf(paymentId)).toMatchObject({ approved: 0 });
    expect(await act({ action: 'reverse_deposit', paymentId })).toBe(409);
    expect(await act({ action: 'deposit', paymentId })).toBe(200);
    expect(bookedOf(paymentId)).toMatchObject({ approved: 10_000 });
  });

  it.each(['past its date', 'closed'])(
    'a deposit into an account that is %s comes in only as a late one',
    async (state) => {
      const order = store.order({ method });
      const { paymentId } = order;
      await visit(store.gateway, order, state === 'closed' ? {} : { dueInMs: 1 });
      if (state === 'closed')
        await store.gateway.closeVirtualAccount({ paymentId, idempotencyKey: `${paymentId}-close` }, NEVER);
      const dueAtMs = Date.parse(accountOf(paymentId)?.dueAt ?? '');
      await waitUntil(() => state === 'closed' || Date.now() > dueAtMs || undefined, {
        what: 'the date has passed',
        deadlineMs: 5_000,
        everyMs: 5,
      });
      expect(await act({ action: 'deposit', paymentId })).toBe(409);
      expect(await act({ action: 'deposit', paymentId, late: true })).toBe(200);
      expect(bookedOf(paymentId)).toMatchObject({ held: 10_000 });
    },
  );
});

describe('the books', () => {
  it('are the same after a restart, whatever happened to an account', async () => {
    const orders = [1, 2, 3, 4].map(() => store.order({ method }));
    for (const order of orders) await store.pay(order);
    const [closed, late, reversed, refunded] = orders.map(({ paymentId }) => paymentId);
    for (const paymentId of [closed ?? '', late ?? ''])
      await store.gateway.closeVirtualAccount({ paymentId, idempotencyKey: `${paymentId}-close` }, NEVER);
    await act({ action: 'deposit', paymentId: late, late: true, amount: 1_000 });
    for (const paymentId of [reversed, refunded]) await act({ action: 'deposit', paymentId });
    await act({ action: 'reverse_deposit', paymentId: reversed });
    await act({ action: 'cancel_elsewhere', paymentId: refunded, trigger: 'CONSOLE', amount: 4_000 });

    const reopened = openLedger(store.simulator.journal, () => new Date());
    for (const { paymentId } of orders)
      expect(reopened.find(paymentId)).toEqual(store.simulator.ledger.find(paymentId));
    expect(orders.map(({ paymentId }) => reopened.books(paymentId).held)).toEqual([0, 1_000, 0, 6_000]);
  });

  it('tell webhooks of the account, of its deposit and of its end, and none of time', async () => {
    const [paid, closed, due] = [store.order({ method }), store.order({ method }), store.order({ method })];
    await store.pay(paid);
    await act({ action: 'deposit', paymentId: paid.paymentId });
    await store.pay(closed);
    const closing = { paymentId: closed.paymentId, idempotencyKey: `${closed.paymentId}-close` };
    await store.gateway.closeVirtualAccount(closing, NEVER);
    await visit(store.gateway, due, { dueInMs: 1 });
    await store.gateway.retrieve({ paymentId: due.paymentId }, NEVER);

    const { journal, ledger } = store.simulator;
    const teller = portOneTeller({ storeId: 'store-test', secret: 'whsec_AAAA' });
    const typesOf = ({ paymentId }: { paymentId: string }) =>
      journal
        .entries()
        .filter((entry) => entry.paymentId === paymentId)
        .flatMap((entry) => teller.tell(entry, [entry], ledger))
        .map(({ type }) => type);
    const issued = ['Transaction.Ready', 'Transaction.VirtualAccountIssued'];
    expect(typesOf(paid)).toEqual([...issued, 'Transaction.Paid']);
    expect(typesOf(closed)).toEqual([...issued, 'Transaction.Cancelled']);
    expect(typesOf(due)).toEqual(issued);
  });
});

describe('at Toss Payments', () => {
  it('an account without its deposit is cancelled whole or not at all', async () => {
    const order = toss.order({ method });
    const paymentKey = await toss.agree(order);
    await toss.gateway.confirm(confirmation(order, paymentKey), NEVER);
    const cancel = async (body: object) => {
      const response = await fetch(`${toss.config.apiUrl}/v1/payments/${paymentKey}/cancel`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('live_sk_shop:')}` },
        body: JSON.stringify({ cancelReason: 'r', ...body }),
      });
      return [response.status, await response.json()];
    };
    expect(await cancel({ cancelAmount: 1_000 })).toMatchObject([
      403,
      { code: 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT' },
    ]);
    expect(await cancel({})).toMatchObject([
      200,
      { status: 'CANCELED', approvedAt: null, balanceAmount: 0, cancels: [{ cancelAmount: 10_000 }] },
    ]);
    expect(await cancel({})).toMatchObject([400, { code: 'ALREADY_CANCELED_PAYMENT' }]);
  });

  it('an account past its date says so, and still waits', async () => {
    const order = toss.order({ method });
    const { pgTransactionId } = await visit(toss.gateway, order, { dueInMs: 1 });
    await toss.gateway.confirm(confirmation(order, pgTransactionId), NEVER);
    // Its millisecond may not be over yet.
    await expect
      .poll(async () => (await toss.gateway.retrieve({ paymentId: order.paymentId }, NEVER)).standing)
      .toEqual({ kind: 'account_closed', pgTransactionId });
    expect(toss.simulator.ledger.find(order.paymentId)?.attempts[0]?.status).toBe('ACCOUNT_ISSUED');
  });
});
