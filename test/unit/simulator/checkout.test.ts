/** The payment window, as a person's browser and as a script meet it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSimulatedStore, type SimulatedStore, visit } from '../gateway/simulated-store.ts';

let store: SimulatedStore;
beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(() => store.stop());

const addressOf = (changes: Record<string, string> = {}): string => {
  const url = new URL(store.gateway.checkout(store.order()).url ?? '');
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return url.href;
};
const form = (values: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(values) });

describe('a person', () => {
  it.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko', '₩10,000 결제하기'],
    ['en-US,en;q=0.9', 'en', 'Pay ₩10,000'],
    ['fr', 'ko', '₩10,000 결제하기'],
    ['ko;q=0.1, en;q=0.7', 'en', 'Pay ₩10,000'],
  ])('who reads %s sees the order in %s', async (language, lang, button) => {
    const response = await fetch(addressOf(), { headers: { 'accept-language': language } });
    const page = await response.text();
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain(button);
    expect(page).toContain('김치 3kg');
  });

  it('sees an amount in cents as dollars', async () => {
    expect(await (await fetch(addressOf({ currency: 'USD', totalAmount: '1250' }))).text()).toContain(
      'US$12.50',
    );
  });

  it('pays by a form and sees the transaction', async () => {
    const order = store.order();
    const url = store.gateway.checkout(order).url ?? '';
    const page = await (await fetch(url, form({ number: '4242424242424242', action: 'pay' }))).text();
    const id = store.simulator.ledger.find(order.paymentId)?.attempts[0]?.transactionId;
    expect(page).toContain(`<code>${id}</code>`);
    expect(store.simulator.ledger.books(order.paymentId)).toMatchObject({ approved: 10_000 });
  });

  it('is sent back to the shop with the transaction, and only to a web address', async () => {
    const paid = form({ number: '4242424242424242', action: 'pay' });
    const page = await (await fetch(addressOf({ redirectUrl: 'https://shop.test/done?a=1' }), paid)).text();
    expect(page).toMatch(
      /content="5;url=https:\/\/shop\.test\/done\?a=1&amp;paymentId=[^"]*&amp;txId=[^"]+"/,
    );
    expect((await fetch(addressOf({ redirectUrl: 'javascript:alert(1)' }), paid)).status).toBe(400);
  });

  it('cannot be shown markup by the address', async () => {
    const response = await fetch(addressOf({ orderName: '<script>alert(1)</script>"\'' }));
    const page = await response.text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a script', () => {
  it('pays with an empty object, whatever curl calls its body', async () => {
    expect(await visit(store.gateway, store.order(), {})).toMatchObject({ status: 'PAID' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(addressOf(), { method: 'POST', body: '{}', headers });
    expect(await response.json()).toMatchObject({ status: 'PAID', pgTransactionId: expect.any(String) });
  });

  it.each([
    ['4242 4242 4242 4242', 'PAID'],
    ['4000000000000002', 'FAILED'],
    ['4000000000000119', 'PAY_PENDING'],
  ])('gets from the card %s the status %s', async (number, status) => {
    expect(await visit(store.gateway, store.order(), { card: { number } })).toMatchObject({ status });
  });

  it.each<[string, Record<string, string>, object]>([
    ['an unknown card', {}, { card: { number: '4111111111111111' } }],
    ['another store', { storeId: 'other' }, {}],
    ['an amount that is no whole number', { totalAmount: '10.5' }, {}],
    ['an unknown action', {}, { action: 'steal' }],
  ])('is refused for %s, and no money moves', async (_what, changes, customer) => {
    const before = store.simulator.journal.entries().filter(({ type }) => type === 'approved').length;
    const response = await fetch(addressOf(changes), { method: 'POST', body: JSON.stringify(customer) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.any(String) });
    expect(store.simulator.journal.entries().filter(({ type }) => type === 'approved')).toHaveLength(before);
  });

  it('cannot pay twice under one payment id, not even at the same moment', async () => {
    const url = addressOf();
    const answers = await Promise.all([1, 2, 3].map(() => fetch(url, { method: 'POST', body: '{}' })));
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
      200, 409, 409,
    ]);
  });

  it('leaves no whole card number on disk', async () => {
    await visit(store.gateway, store.order(), { card: { number: '4000000000000002' } });
    const journal = readFileSync(store.simulator.journal.path, 'utf8');
    expect(journal).toContain('400000******0002');
    expect(journal).not.toMatch(/4000000000000002|4242424242424242/);
  });
});
