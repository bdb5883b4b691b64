/** The clock: a payment that nobody paid, and money that comes too late. */
import { describe, expect, it } from 'vitest';
import { EXPIRES_AFTER_MS } from './support/fake-activities.ts';
import { approved } from './support/fake-gateway.ts';

import { budget } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

describe('expiry', () => {
  it('expires a payment that nobody started, having asked the gateway', async () => {
    const payment = await saga().created();
    const askedBefore = saga().gateway.asked.length;
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('EXPIRED');
    expect(saga().gateway.asked.length).toBeGreaterThan(askedBefore);
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.expired']);
  });

  it('pays at the last moment what the gateway holds when time is over', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });

  it('does not expire while the gateway cannot be asked', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    await saga().env.sleep(EXPIRES_AFTER_MS + 60_000);
    await expect.poll(() => saga().statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
    saga().gateway.standings.delete(payment.paymentId);
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('EXPIRED');
  });

  it.each([
    ['the transaction', 'tx-1', 'NOT_PAYABLE'],
    ['one that the gateway does not know', 'tx-of-a-stranger', 'TRANSACTION_MISMATCH'],
  ])(
    'gives late money back whoever asks, and names %s: the state stays, the event tells',
    async (...claim) => {
      const [, pgTransactionId, code] = claim;
      const payment = await saga().created();
      await saga().handleOf(payment.paymentId).result();
      saga().gateway.standings.set(payment.paymentId, approved(10_000));
      const verdict = await saga().workflows.complete(payment, { pgTransactionId }, budget());
      expect(verdict).toMatchObject({ kind: 'refused', code });
      await saga().handleOf(payment.paymentId).result();
      expect(saga().statusOf(payment.paymentId)).toBe('EXPIRED');
      expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.expired', 'payment.late_money_returned']);
    },
  );
});
