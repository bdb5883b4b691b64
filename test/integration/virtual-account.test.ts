/**
 * Virtual accounts on real parts, at both gateways: issued, paid, run out, cancelled, and money that has no payment to stand
 * for. Whatever the gateway does before, after and in the answer, nothing ends before its account, and the books agree.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { z } from 'zod';
import { type ApiClient, apiClient, order, startEventReader } from '../support/live.ts';
import { startSecondApi } from '../support/second-api.ts';
import { act, booksOf, misbehave } from '../support/simulator.ts';

const UNTIL_SETTLED = { timeout: 45_000, interval: 200 };
/** The simulator refuses to give anything back to it. */
const NO_SUCH_ACCOUNT = '99999999999';
/** Long enough for the customer to be told. */
const DUE_IN_MS = 4_000;

type Gateway = { readonly api: ApiClient; readonly bank: string };

const gateways = new Map<string, Gateway>();
let tossApi: Awaited<ReturnType<typeof startSecondApi>>;
let events: Awaited<ReturnType<typeof startEventReader>>;

beforeAll(async () => {
  tossApi = await startSecondApi({ GATEWAY_ROUTES: 'VIRTUAL_ACCOUNT=TOSS' });
  gateways.set('PORTONE', { api: await apiClient(), bank: 'KOOKMIN' });
  gateways.set('TOSS', { api: await apiClient(`user-${randomUUID()}`, tossApi.url), bank: '20' });
  events = await startEventReader();
});

afterAll(async () => {
  await events?.stop();
  await tossApi?.stop();
});

const accountSchema = z.object({ accountNumber: z.string(), dueAt: z.iso.datetime() });

describe.each(['PORTONE', 'TOSS'])('a virtual account at %s', (provider) => {
  const gateway = (): Gateway => {
    const found = gateways.get(provider);
    if (found === undefined) throw new Error('the gateways are not there yet');
    return found;
  };
  const refundAccount = (accountNumber = '12345678901234') => ({
    bank: gateway().bank,
    accountNumber,
    holderName: '김하나',
  });

  async function complete({ paymentId, pgTransactionId }: { paymentId: string; pgTransactionId: string }) {
    const body = { paymentId, pgTransactionId };
    return await gateway().api('POST', '/api/v1/payments/complete', { body });
  }

  async function get(paymentId: string) {
    return (await gateway().api('GET', `/api/v1/payments/${paymentId}`)).body;
  }

  async function cancel(paymentId: string, more: object = {}, key: string = randomUUID()) {
    const body = { reason: 'returned', ...more };
    return await gateway().api('POST', `/api/v1/payments/${paymentId}/cancel`, { body, key });
  }

  /** Issued in the window, or by our confirmation. */
  async function issued(how: { readonly dueInMs?: number } = {}) {
    const method = { type: 'VIRTUAL_ACCOUNT' };
    const { body } = await gateway().api('POST', '/api/v1/payments', { body: order({ method }) });
    const response = await fetch(body.checkout.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(how),
    });
    const { pgTransactionId } = z.object({ pgTransactionId: z.string() }).parse(await response.json());
    return { paymentId: body.paymentId, pgTransactionId };
  }

  async function waiting(how: { readonly dueInMs?: number } = {}) {
    const payment = await issued(how);
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

  it.concurrent('runs out: closed there, then EXPIRED here', async ({ expect }) => {
    const { paymentId } = await waiting({ dueInMs: DUE_IN_MS });
    await expect.poll(async () => (await get(paymentId)).status, UNTIL_SETTLED).toBe('EXPIRED');
    await expect(act({ action: 'deposit', paymentId })).rejects.toThrow();
  });

  it.concurrent('is closed by a cancellation: 200, and nothing can be paid in', async ({ expect }) => {
    const { paymentId } = await waiting();
    const cancelled = await cancel(paymentId);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'CANCELLED']);
    expect(cancelled.body.cancellations).toMatchObject([{ amount: 0, status: 'SUCCEEDED' }]);
    await expect(act({ action: 'deposit', paymentId })).rejects.toThrow();
  });

  it.concurrent.for([
    ['an error before the effect', { kind: 'server_error', at: 'before' }],
    ['an error after the effect', { kind: 'server_error', at: 'after' }],
    ['its answer lost', { kind: 'reset', at: 'mid_body' }],
  ] as const)('is closed once, and the payment ended, with %s', async ([, fault], { expect }) => {
    const { paymentId } = await waiting();
    await misbehave({ call: 'close', paymentId }, fault);
    await cancel(paymentId);
    await expect.poll(async () => (await get(paymentId)).status, UNTIL_SETTLED).toBe('CANCELLED');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 0 });
  });

  it.concurrent('whose deposit came before the cancellation is given back', async ({ expect }) => {
    const { paymentId } = await waiting();
    await act({ action: 'deposit', paymentId });
    await cancel(paymentId, { refundAccount: refundAccount() });
    await expect.poll(async () => (await get(paymentId)).status, UNTIL_SETTLED).toBe('CANCELLED');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, held: 0 });
  });

  it.concurrent('that is paid needs to know where a cancellation goes, and goes there in parts', async ({
    expect,
  }) => {
    const payment = await waiting();
    await act({ action: 'deposit', paymentId: payment.paymentId });
    await complete(payment);
    const unknown = await cancel(payment.paymentId);
    expect([unknown.status, unknown.body.code]).toEqual([400, 'INVALID_REQUEST']);
    for (const [amount, left] of [
      [4_000, 6_000],
      [6_000, 0],
    ]) {
      await cancel(payment.paymentId, { amount, refundAccount: refundAccount() });
      const held = async () => (await booksOf(payment.paymentId)).held;
      await expect.poll(held, UNTIL_SETTLED).toBe(left);
      const open = async () =>
        (await get(payment.paymentId)).cancellations.filter((row) => row['status'] === 'REQUESTED');
      await expect.poll(open, UNTIL_SETTLED).toEqual([]);
    }
    expect((await get(payment.paymentId)).status).toBe('CANCELLED');
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
    const refused = await cancel(paymentId, { refundAccount: refundAccount(NO_SUCH_ACCOUNT) }, first);
    expect([refused.status, refused.body.code]).toEqual([409, 'CANCEL_REFUSED']);
    const second = randomUUID();
    const supplied = { refundAccount: refundAccount() };
    expect([200, 202]).toContain((await cancel(paymentId, supplied, second)).status);
    await expect.poll(async () => (await booksOf(paymentId)).held, UNTIL_SETTLED).toBe(0);
    const told = () => events.eventsOf(paymentId).map(({ headers }) => headers['ce_type']);
    await expect.poll(() => told().at(-1), UNTIL_SETTLED).toBe('payment.late_money_returned');

    const repeated = await cancel(paymentId, supplied, second);
    expect([repeated.status, repeated.headers.get('Idempotent-Replayed')]).toEqual([200, 'true']);
    expect((await cancel(paymentId, { refundAccount: refundAccount('1111111') }, second)).status).toBe(422);
    expect((await cancel(paymentId, { refundAccount: refundAccount(NO_SUCH_ACCOUNT) }, first)).status).toBe(
      409,
    );
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

describe('an account that a client had issued for another amount', () => {
  it('is closed before anybody pays in: 409, FAILED', async ({ expect }) => {
    const api = await apiClient();
    const method = { type: 'VIRTUAL_ACCOUNT' };
    const { body } = await api('POST', '/api/v1/payments', { body: order({ method }) });
    const { paymentId } = body;
    await misbehave({ call: 'checkout', paymentId }, { kind: 'wrong_amount', amount: 100 });
    const response = await fetch(body.checkout.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { pgTransactionId } = z.object({ pgTransactionId: z.string() }).parse(await response.json());
    const completed = await api('POST', '/api/v1/payments/complete', {
      body: { paymentId, pgTransactionId },
    });
    expect([completed.status, completed.body.code]).toEqual([409, 'AMOUNT_MISMATCH']);
    expect((await api('GET', `/api/v1/payments/${paymentId}`)).body.status).toBe('FAILED');
    await expect(act({ action: 'deposit', paymentId })).rejects.toThrow();
  });
});
