/** The simulator as Toss Payments: its window, its keys, its errors on demand and its list of transactions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdempotencyKeys, TOSS_KEEPS_MS } from '../../../sandbox/simulator/idempotency.ts';
import { openLedger } from '../../../sandbox/simulator/ledger.ts';
import { cancellation, NEVER, visit } from '../gateway/simulated-store.ts';
import {
  confirmation,
  LIVE_SHOP,
  openSimulatedToss,
  type SimulatedToss,
  TEST_SHOP,
} from '../gateway/simulated-toss.ts';

let toss: SimulatedToss;
let live: SimulatedToss;
beforeAll(async () => {
  [toss, live] = await Promise.all([openSimulatedToss(TEST_SHOP), openSimulatedToss(LIVE_SHOP)]);
});
afterAll(async () => {
  await Promise.all([toss.stop(), live.stop()]);
});

const basic = (secretKey: string) => `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
const AUTHORIZATION = basic(TEST_SHOP.secretKey);

function call(path: string, init: { body?: object; headers?: Record<string, string> } = {}, shop = toss) {
  return fetch(`${shop.simulator.url}/toss${path}`, {
    method: init.body === undefined ? 'GET' : 'POST',
    headers: { authorization: AUTHORIZATION, ...init.headers },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  return [response.status, typeof body === 'object' && body !== null && 'code' in body ? body.code : null];
}

describe('the window', () => {
  it('lets a person agree, says that nothing is charged yet, and sends them back with what the shop confirms', async () => {
    const order = toss.order();
    const url = new URL(toss.gateway.checkout(order).url ?? '');
    url.searchParams.set('successUrl', 'https://shop.test/done');
    url.searchParams.set('failUrl', 'https://shop.test/failed');
    const submit = async (action: string) => {
      const body = new URLSearchParams({ number: '4242424242424242', action });
      return await (await fetch(url, { method: 'POST', body, headers: { 'accept-language': 'en' } })).text();
    };
    const page = await submit('pay');
    const key = toss.simulator.ledger.find(order.paymentId)?.attempts[0]?.transactionId;
    expect(page).toContain('Nothing has been charged so far.');
    expect(page).toContain(
      `https://shop.test/done?paymentType=NORMAL&amp;orderId=${order.paymentId}&amp;paymentKey=${key}&amp;amount=10000`,
    );
    expect(await submit('close')).toContain('https://shop.test/failed?code=PAY_PROCESS_CANCELED&amp;');
    expect(toss.simulator.ledger.books(order.paymentId)).toMatchObject({ approved: 0 });
  });

  it('answers a script with the status IN_PROGRESS and the paymentKey', async () => {
    expect(await visit(toss.gateway, toss.order(), {})).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it.each<[string, Record<string, string>]>([
    ['another shop', { clientKey: 'test_ck_another' }],
    ['a fraction of a won', { 'amount.value': '10.5' }],
    ['an order id that is too short', { orderId: 'abc' }],
    ['a way back that is no web address', { successUrl: 'javascript:alert(1)' }],
  ])('is refused for %s', async (_what, changes) => {
    const url = new URL(toss.gateway.checkout(toss.order()).url ?? '');
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
  });

  it('takes no second agreement once the order is paid', async () => {
    const order = toss.order();
    await toss.pay(order);
    const url = toss.gateway.checkout(order).url ?? '';
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(409);
  });
});

describe('who may call', () => {
  it.each([
    ['nobody without a key', '', [401, 'UNAUTHORIZED_KEY']],
    ['nobody with another key', basic('test_sk_another'), [401, 'UNAUTHORIZED_KEY']],
    ['nobody who forgot the colon', `Basic ${btoa('test_sk_shop')}`, [403, 'INCORRECT_BASIC_AUTH_FORMAT']],
    ['whoever has the key', AUTHORIZATION, [404, 'NOT_FOUND_PAYMENT']],
  ])('%s', async (_name, authorization, expected) => {
    expect(
      await codeOf(await call('/v1/payments/orders/pay_unheard', { headers: { authorization } })),
    ).toEqual(expected);
  });
});

describe('an error on demand', () => {
  const wanted = { 'tosspayments-test-code': 'REJECT_CARD_COMPANY' };

  it('comes for a test key, without effect', async () => {
    const order = toss.order();
    const key = await toss.agree(order);
    const body = { paymentKey: key, orderId: order.paymentId, amount: order.amount };
    const headers = { ...wanted, 'idempotency-key': 'one-key-for-both' };
    expect(await codeOf(await call('/v1/payments/confirm', { body, headers }))).toEqual([
      403,
      'REJECT_CARD_COMPANY',
    ]);
    expect(toss.simulator.ledger.books(order.paymentId)).toMatchObject({ approved: 0 });
    const again = { 'idempotency-key': 'one-key-for-both' };
    expect((await call('/v1/payments/confirm', { body, headers: again })).status).toBe(200);
  });

  it('is ignored for a live key, and told when there is no such error', async () => {
    const authorization = basic(LIVE_SHOP.secretKey);
    const path = '/v1/payments/orders/pay_unheard';
    expect(await codeOf(await call(path, { headers: { ...wanted, authorization } }, live))).toEqual([
      404,
      'NOT_FOUND_PAYMENT',
    ]);
    expect(await codeOf(await call(path, { headers: { 'tosspayments-test-code': 'NONE' } }))).toEqual([
      400,
      'INVALID_TEST_CODE',
    ]);
  });
});

describe('an idempotency key', () => {
  it('of more than 300 characters is refused', async () => {
    const headers = { 'idempotency-key': 'k'.repeat(301) };
    expect(await codeOf(await call('/v1/payments/confirm', { body: {}, headers }))).toEqual([
      400,
      'INVALID_IDEMPOTENCY_KEY',
    ]);
  });

  it('is remembered for fifteen days, through a restart', async () => {
    const order = toss.order();
    await toss.pay(order);
    const kept = toss.simulator.journal
      .entries()
      .find((entry) => entry.type === 'answer_kept' && entry.paymentId === order.paymentId);
    if (kept?.type !== 'answer_kept') throw new Error('no answer was kept');
    const after = (ms: number) =>
      openIdempotencyKeys({
        journal: toss.simulator.journal,
        now: () => new Date(Date.parse(kept.at) + ms),
        keepsMs: TOSS_KEEPS_MS,
      }).find(kept);
    expect(after(15 * 24 * 3_600_000 - 1)).toMatchObject({ status: 200 });
    expect(after(15 * 24 * 3_600_000)).toBeUndefined();
  });

  it('makes one approval of many confirmations at once', async () => {
    const order = toss.order();
    const confirming = confirmation(order, await toss.agree(order));
    const gateway = toss.gatewayWith({ moneyTimeoutMs: 5000 });
    await Promise.all(Array.from({ length: 20 }, () => gateway.confirm(confirming, NEVER)));
    const approvals = toss.simulator.journal
      .entries()
      .filter((entry) => entry.type === 'approved' && entry.paymentId === order.paymentId);
    expect(approvals).toHaveLength(1);
  });
});

describe('what was agreed to', () => {
  it('ends by itself ten minutes later, also after a restart', async () => {
    const order = toss.order();
    await toss.agree(order);
    const attempt = toss.simulator.ledger.find(order.paymentId)?.attempts[0];
    const reopened = (ms: number) =>
      openLedger(
        { ...toss.simulator.journal, append: () => undefined },
        () => new Date(Date.parse(attempt?.changedAt ?? '') + ms),
      );
    for (const [ms, status] of [
      [10 * 60_000 - 1, 'AUTHENTICATED'],
      [10 * 60_000, 'EXPIRED'],
    ] as const) {
      const ledger = reopened(ms);
      ledger.settleDue();
      expect(ledger.find(order.paymentId)?.attempts[0]?.status).toBe(status);
    }
  });

  it('can be ended by control', async () => {
    const order = toss.order();
    const expire = () =>
      fetch(`${toss.simulator.url}/control/actions`, {
        method: 'POST',
        body: JSON.stringify({ action: 'expire_session', paymentId: order.paymentId }),
      });
    expect((await expire()).status).toBe(409);
    await toss.agree(order);
    expect((await expire()).status).toBe(200);
  });
});

describe('the list of transactions', () => {
  it('has every approval and every cancellation of the shop once, in pages, and adds up to what is held', async () => {
    const orders = [toss.order(), toss.order()];
    for (const order of orders) await toss.pay(order);
    const [first] = orders;
    if (!first) throw new Error('no order');
    await toss.gateway.cancel(cancellation(first, { amountMinor: 4000 }), NEVER);

    const seen: { orderId: string; amount: number; transactionKey: string }[] = [];
    for (;;) {
      const query = new URLSearchParams({
        startDate: '2020-01-01',
        endDate: '2100-01-01T00:00:00',
        limit: '2',
        ...(seen.length > 0 && { startingAfter: seen.at(-1)?.transactionKey ?? '' }),
      });
      const page: unknown = await (await call(`/v1/transactions?${query.toString()}`)).json();
      if (!Array.isArray(page) || page.length === 0) break;
      seen.push(...page);
    }
    for (const { paymentId } of orders) {
      const sum = seen
        .filter(({ orderId }) => orderId === paymentId)
        .reduce((all, { amount }) => all + amount, 0);
      expect(sum).toBe(toss.simulator.ledger.books(paymentId).held);
    }
    expect(new Set(seen.map(({ transactionKey }) => transactionKey)).size).toBe(seen.length);
  });

  it('needs a time', async () => {
    expect(await codeOf(await call('/v1/transactions?startDate=x&endDate=2100-01-01'))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
  });
});
