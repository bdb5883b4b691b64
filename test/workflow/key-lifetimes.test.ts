/**
 * An idempotency key that runs out while its call has no answer: from then on the gateway is only asked. What the
 * activities do then is proved on the real database (test/integration); here, what the payment makes of it over hours.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { agreed, approved } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const KEY_LIFETIME_MS = 3 * 3_600_000;

const saga = useSaga();

beforeEach(() => {
  Object.assign(saga().gateway, {
    keyLifetimeMs: KEY_LIFETIME_MS,
    isSilentOnCancel: false,
    isSilentOnConfirm: false,
  });
});

function sendingsOf(key: string) {
  return saga().gateway.sendings.filter((sending) => sending.key === key);
}

/** Sent again and again, and no more once the gateway may have forgotten the key. */
function expectOnlyWithinLifetime(key: string) {
  const sendings = sendingsOf(key);
  expect(sendings.length).toBeGreaterThan(10);
  const [first, last] = [sendings[0]?.atMs ?? 0, sendings.at(-1)?.atMs ?? 0];
  expect(last - first).toBeLessThan(KEY_LIFETIME_MS);
}

describe('the key of a refund of our own', () => {
  it('ends with its row, and what is left is given back by a new row under a new key', async () => {
    const { paymentId } = await saga().created();
    await saga().handleOf(paymentId).result();
    saga().gateway.standings.set(paymentId, approved(10_000));
    saga().gateway.isSilentOnCancel = true;
    const payment = saga().payments.find(paymentId);
    if (payment === null) throw new Error('its row is gone');
    await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    const rows = () => saga().payments.find(paymentId)?.cancellations ?? [];

    await saga().env.sleep(KEY_LIFETIME_MS - 60_000);
    expect(rows()).toMatchObject([{ origin: 'LATE_MONEY', status: 'REQUESTED' }]);
    await saga().env.sleep('30m');
    await expect.poll(() => rows().length, { timeout: 10_000 }).toBe(2);
    expect(rows()).toMatchObject([
      { origin: 'LATE_MONEY', status: 'FAILED', refusalCode: 'KEY_EXPIRED' },
      { origin: 'LATE_MONEY', status: 'REQUESTED', amount: 10_000 },
    ]);

    saga().gateway.isSilentOnCancel = false;
    await saga().handleOf(paymentId).result();
    const [first, second] = rows();
    expect(second).toMatchObject({ status: 'SUCCEEDED' });
    expect(saga().gateway.cancelled.filter((one) => one.paymentId === paymentId)).toHaveLength(1);
    expectOnlyWithinLifetime(first?.cancellationId ?? '');
    expect(sendingsOf(second?.cancellationId ?? '').length).toBeGreaterThan(0);
    expect(saga().eventsOf(paymentId)).toEqual(['payment.expired', 'payment.late_money_returned']);
  });
});

describe("the key of a client's cancellation", () => {
  it('ends with its row: nothing was given back, and another try is another key', async () => {
    const payment = await saga().paid();
    saga().gateway.isSilentOnCancel = true;
    const request = cancelRequest();
    expect(await saga().workflows.cancel(payment, request, budget())).toEqual({ kind: 'pending' });
    await saga().env.sleep(KEY_LIFETIME_MS + 30 * 60_000);
    await saga().handleOf(payment.paymentId).result();
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'PAID',
      cancellations: [{ status: 'FAILED', refusalCode: 'KEY_EXPIRED' }],
    });
    expectOnlyWithinLifetime(request.cancellationId);

    saga().gateway.isSilentOnCancel = false;
    expect(await saga().workflows.cancel(payment, request, budget())).toMatchObject({
      code: 'CANCEL_REFUSED',
    });
    expect(await saga().workflows.cancel(payment, cancelRequest(), budget())).toEqual({ kind: 'done' });
    expect(saga().statusOf(payment.paymentId)).toBe('CANCELLED');
  });
});

describe('the key of a confirmation', () => {
  it('ends the sending, not the asking: the payment stays open until the gateway tells', async () => {
    const payment = await saga().created();
    const { paymentId } = payment;
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSilentOnConfirm = true;
    const verdict = await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    expect(verdict).toEqual({ kind: 'pending' });
    await saga().env.sleep(2 * KEY_LIFETIME_MS);
    expect(saga().payments.find(paymentId)).toMatchObject({
      status: 'CONFIRMING',
      attention: 'GATEWAY_SILENT',
    });
    expectOnlyWithinLifetime(paymentId);

    // Were it sent now, it would be answered.
    saga().gateway.isSilentOnConfirm = false;
    saga().gateway.standings.set(paymentId, approved(10_000));
    await saga().handleOf(paymentId).result();
    expect(saga().statusOf(paymentId)).toBe('PAID');
    expect(saga().gateway.confirmed).not.toContain(paymentId);
  });
});
