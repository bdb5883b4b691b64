/**
 * Virtual accounts on real parts, at both gateways, where one test is about more than how a payment ends: what its owner is
 * told, and what a repeat is. Every way in which one goes wrong is a row of the table in `scenarios/`.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { z } from 'zod';
import { PROVIDERS, type Provider } from '../../domain/providers.ts';
import type { RefundAccount } from '../../domain/requests.ts';
import { type ApiClient, apiClient, order, startEventReader } from '../support/live.ts';
import { NO_SUCH_ACCOUNT, refundAccountAt } from '../support/refund-account.ts';
import { startSecondApi } from '../support/second-api.ts';
import { act, booksOf, misbehave } from '../support/simulator.ts';

const UNTIL_SETTLED = { timeout: 45_000, interval: 200 };

const apis = new Map<Provider, ApiClient>();
let tossApi: Awaited<ReturnType<typeof startSecondApi>>;
let events: Awaited<ReturnType<typeof startEventReader>>;

beforeAll(async () => {
  tossApi = await startSecondApi({ GATEWAY_ROUTES: 'VIRTUAL_ACCOUNT=TOSS' });
  apis.set('PORTONE', await apiClient());
  apis.set('TOSS', await apiClient(`user-${randomUUID()}`, tossApi.url));
  events = await startEventReader();
});

afterAll(async () => {
  await events?.stop();
  await tossApi?.stop();
});

const accountSchema = z.object({ accountNumber: z.string(), dueAt: z.iso.datetime() });

describe.each(PROVIDERS)('a virtual account at %s', (provider) => {
  const api: ApiClient = async (...asking) => {
    const found = apis.get(provider);
    if (found === undefined) throw new Error('the APIs are not there yet');
    return await found(...asking);
  };
  const refundAccount = (other: Partial<RefundAccount> = {}) => refundAccountAt(provider, other);

  async function complete({ paymentId, pgTransactionId }: { paymentId: string; pgTransactionId: string }) {
    const body = { paymentId, pgTransactionId };
    return await api('POST', '/api/v1/payments/complete', { body });
  }

  async function get(paymentId: string) {
    return (await api('GET', `/api/v1/payments/${paymentId}`)).body;
  }

  async function cancel(paymentId: string, more: object = {}, key: string = randomUUID()) {
    const body = { reason: 'returned', ...more };
    return await api('POST', `/api/v1/payments/${paymentId}/cancel`, { body, key });
  }

  /** Issued in the window, or by our confirmation. */
  async function issued() {
    const method = { type: 'VIRTUAL_ACCOUNT' };
    const { body } = await api('POST', '/api/v1/payments', { body: order({ method }) });
    const response = await fetch(body.checkout.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { pgTransactionId } = z.object({ pgTransactionId: z.string() }).parse(await response.json());
    return { paymentId: body.paymentId, pgTransactionId };
  }

  async function waiting() {
    const payment = await issued();
    const completed = await complete(payment);
    if (completed.status !== 200) throw new Error(`it was answered ${completed.status}`);
    return { ...payment, account: accountSchema.parse(completed.body['virtualAccount']) };
  }

  it.concurrent('is told to its owner, waits, and is paid by its deposit', async ({ expect }) => {
    const payment = await waiting();
    expect(await get(payment.paymentId)).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      virtualAccount: payment.account,
      expiresAt: payment.account.dueAt,
    });
    await act({ action: 'deposit', paymentId: payment.paymentId });
    const paid = await complete(payment);
    expect([paid.status, paid.body.status]).toEqual([200, 'PAID']);
    const told = () => events.eventsOf(payment.paymentId).map(({ headers }) => headers['ce_type']);
    await expect.poll(told, UNTIL_SETTLED).toEqual(['payment.virtual_account_issued', 'payment.completed']);
    expect(JSON.stringify(events.eventsOf(payment.paymentId))).not.toContain(payment.account.accountNumber);
  });

  it.concurrent('that ends asynchronously there is REQUESTED here until it has', async ({ expect }) => {
    const payment = await waiting();
    await act({ action: 'deposit', paymentId: payment.paymentId });
    await complete(payment);
    await misbehave(
      { call: 'cancel', paymentId: payment.paymentId },
      { kind: 'asynchronous_cancel', settlesAfterMs: 3_000, outcome: 'SUCCEEDED' },
    );
    await cancel(payment.paymentId, { refundAccount: refundAccount() });
    await expect.poll(async () => (await get(payment.paymentId)).status, UNTIL_SETTLED).toBe('CANCELLED');
  });

  it.concurrent('whose deposit comes too late waits for an account, and goes to the second when the first is refused', async ({
    expect,
  }) => {
    const payment = await waiting();
    const { paymentId } = payment;
    await cancel(paymentId);
    await act({ action: 'deposit', paymentId, late: true });
    expect((await complete(payment)).body.code).toBe('NOT_PAYABLE');
    expect(await get(paymentId)).toMatchObject({
      status: 'CANCELLED',
      cancellations: [{ origin: 'CLIENT' }, { origin: 'LATE_MONEY', status: 'AWAITING_REFUND_ACCOUNT' }],
    });

    const first = randomUUID();
    const refused = await cancel(
      paymentId,
      { refundAccount: refundAccount({ accountNumber: NO_SUCH_ACCOUNT }) },
      first,
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'CANCEL_REFUSED']);
    const second = randomUUID();
    const supplied = { refundAccount: refundAccount() };
    expect([200, 202]).toContain((await cancel(paymentId, supplied, second)).status);
    await expect.poll(async () => (await booksOf(paymentId)).held, UNTIL_SETTLED).toBe(0);
    const told = () => events.eventsOf(paymentId).map(({ headers }) => headers['ce_type']);
    await expect.poll(() => told().at(-1), UNTIL_SETTLED).toBe('payment.late_money_returned');

    const repeated = await cancel(paymentId, supplied, second);
    expect([repeated.status, repeated.headers.get('Idempotent-Replayed')]).toEqual([200, 'true']);
    expect(
      (await cancel(paymentId, { refundAccount: refundAccount({ accountNumber: '1111111' }) }, second))
        .status,
    ).toBe(422);
    expect(
      (await cancel(paymentId, { refundAccount: refundAccount({ accountNumber: NO_SUCH_ACCOUNT }) }, first))
        .status,
    ).toBe(409);
    expect((await get(paymentId)).cancellations).toHaveLength(3);
  });

  it.concurrent('that is paid in another amount fails the payment, and waits for an account', async ({
    expect,
  }) => {
    const payment = await waiting();
    await act({ action: 'deposit', paymentId: payment.paymentId, amount: 9_000 });
    const mismatched = await complete(payment);
    if (mismatched.body.code !== 'AMOUNT_MISMATCH') {
      // A gateway that reports the total it asked for, and not what came, takes no other amount.
      expect(mismatched.body.status).toBe('PAID');
      return;
    }
    expect(await get(payment.paymentId)).toMatchObject({
      status: 'FAILED',
      cancellations: [{ origin: 'MISMATCH', amount: 9_000, status: 'AWAITING_REFUND_ACCOUNT' }],
    });
    await cancel(payment.paymentId, { refundAccount: refundAccount() });
    await expect.poll(async () => (await booksOf(payment.paymentId)).held, UNTIL_SETTLED).toBe(0);
  });
});
