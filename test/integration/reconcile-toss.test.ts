/** The reconciler of Toss Payments on real parts: a list of single movements, compared both ways with our books. */
import { randomUUID } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import type { Provider } from '../../domain/providers.ts';
import { type ApiClient, createPaid, order, payInWindow } from '../support/live.ts';
import { found, SOON, useReconciler } from '../support/reconciler.ts';
import { act, behave, booksOf, callsOf, misbehave } from '../support/simulator.ts';

const { environment } = inject('live');
const viaToss = { method: { type: 'MOBILE' } };
const books = useReconciler();
const reconcile = async (provider?: Provider) => await books().reconcile(provider);
const paymentOf = async (paymentId: string) => await books().paymentOf(paymentId);
const api: ApiClient = async (...request) => await books().api(...request);

/** Agreed to here and confirmed there, by somebody else: nobody has told us. */
async function confirmedThere({ amount }: { readonly amount: number }) {
  const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order(viaToss) })).body;
  const paymentKey = await payInWindow(checkout.url.replace('amount.value=10000', `amount.value=${amount}`));
  const credentials = Buffer.from(`${environment['TOSS_SECRET_KEY']}:`).toString('base64');
  const response = await fetch(`${environment['TOSS_API_URL']}/v1/payments/confirm`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify({ paymentKey, orderId: paymentId, amount }),
  });
  expect(response.status).toBe(200);
  return paymentId;
}

describe('the reconciler of Toss’ transactions', () => {
  it('pays what was confirmed, and nobody here knows', async () => {
    const paymentId = await confirmedThere({ amount: 10_000 });
    expect(found(await reconcile('TOSS'), paymentId)).toEqual([
      { finding: 'MONEY_NOT_RECORDED', looked: true },
    ]);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('PAID');
    expect(found(await reconcile('TOSS'), paymentId)).toEqual([]);
  });

  it('has another amount than ordered given back', async () => {
    const paymentId = await confirmedThere({ amount: 7_000 });
    expect(found(await reconcile('TOSS'), paymentId)).toEqual([{ finding: 'AMOUNT_DIFFERS', looked: true }]);
    await expect.poll(async () => (await booksOf(paymentId)).held, SOON).toBe(0);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('FAILED');
  });

  it('records what was cancelled at the console', async () => {
    const { paymentId, completed } = await createPaid(api, viaToss);
    expect(completed.status).toBe(200);
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE', amount: 4_000 });
    expect(found(await reconcile('TOSS'), paymentId)).toEqual([
      { finding: 'CANCELLATION_NOT_RECORDED', looked: true },
    ]);
    await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe('PARTIALLY_CANCELLED');
  });

  it('calls a person when a payment is paid here and nothing is there', async () => {
    const { paymentId } = (await api('POST', '/api/v1/payments', { body: order(viaToss) })).body;
    await books().run(
      `update payment set status = 'PAID', version = version + 1, pg_transaction_id = ?, approved_at = now(),
         held_amount = amount, held_currency = currency where payment_id = ?`,
      `gone-${paymentId}`,
      paymentId,
    );
    const report = await reconcile('TOSS');
    expect(found(report, paymentId)).toEqual([{ finding: 'MONEY_NOT_AT_GATEWAY', looked: true }]);
    expect(report.askedFor).toBeGreaterThan(0);
    await expect.poll(async () => await books().attentionOf(paymentId), SOON).toBe('GATEWAY_CONTRADICTS');
  });

  it('asks nothing about what is on our books as it is there', async () => {
    const { paymentId } = await createPaid(api, viaToss);
    const body = { reason: 'returned', amount: 4_000 };
    await api('POST', `/api/v1/payments/${paymentId}/cancel`, { body, key: randomUUID() });
    const before = await callsOf(paymentId, 'retrieve');
    const report = await reconcile('TOSS');
    expect(report.listed).toBeGreaterThan(0);
    expect(found(report, paymentId)).toEqual([]);
    expect(await callsOf(paymentId, 'retrieve')).toBe(before);
  });

  it('goes on while the other gateway’s list does not come', async () => {
    const paymentId = await confirmedThere({ amount: 10_000 });
    await misbehave({ call: 'list', times: 1_000 }, { kind: 'server_error', at: 'before', status: 503 });
    try {
      expect(found(await reconcile('TOSS'), paymentId)).toHaveLength(1);
    } finally {
      await behave();
    }
    await reconcile();
  });
});
