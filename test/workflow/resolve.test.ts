/** An operator's `resolve`: each outcome, the gateway's word before it, and money that shows up all the same. */
import { beforeEach, describe, expect, it } from 'vitest';
import { historyQuery } from '../../workflows/contract.ts';
import { agreed, approved } from './support/fake-gateway.ts';
import { resolve, SILENT, unknownForAnHour, WHO } from './support/operate.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();
const SOON = { timeout: 10_000 };

beforeEach(() => {
  saga().settings.attentionAfterMs = 20 * 60_000;
  saga().gateway.isSilentOnCancel = false;
  saga().gateway.isSilentOnConfirm = false;
  saga().gateway.onMoneyAttempt = async () => undefined;
  saga().gateway.onConfirm = () => approved(10_000);
});

const find = (paymentId: string) => saga().payments.find(paymentId);

/** Asked in vain for a little while; its time is not over. */
async function unknown() {
  const payment = await saga().created();
  saga().gateway.standings.set(payment.paymentId, SILENT);
  const completing = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
  await expect.poll(() => saga().statusOf(payment.paymentId), SOON).toBe('CONFIRMING');
  await saga().env.sleep('15m');
  await completing;
  return payment;
}

describe('a payment of which the gateway cannot tell', () => {
  it.each([
    ['declined', 'FAILED', 'payment.failed'],
    ['not_paid', 'FAILED', 'payment.failed'],
  ] as const)('ends when an operator says %s, on record', async (outcome, status, event) => {
    const payment = await unknown();
    expect(await resolve(saga(), payment, { outcome })).toEqual({
      kind: 'overridden',
      status,
      attention: null,
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual([event]);
    expect(saga().payments.actionsOf(payment.paymentId)).toMatchObject([
      {
        action: 'resolve',
        outcome,
        result: 'overridden',
        fromStatus: 'CONFIRMING',
        toStatus: status,
        ...WHO,
      },
    ]);
    expect(await saga().handleOf(payment.paymentId).query(historyQuery)).toMatchObject([{ outcome }]);
  });

  it('that nobody paid expires when its time is over', async () => {
    const payment = await unknownForAnHour(saga());
    expect(find(payment.paymentId)?.attention).toBe('GATEWAY_SILENT');
    expect(await resolve(saga(), payment, { outcome: 'not_paid' })).toMatchObject({
      kind: 'overridden',
      status: 'EXPIRED',
      attention: null,
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.expired']);
    // Somebody has decided: that the gateway stays silent does not call for a person again.
    await saga().env.sleep('3h');
    expect(find(payment.paymentId)).toMatchObject({ status: 'EXPIRED', attention: null });
  });

  it('that nobody paid is cancelled when that was asked for', async () => {
    const payment = await unknown();
    const request = cancelRequest();
    const cancelling = saga().workflows.cancel(payment, request, budget());
    await expect.poll(() => find(payment.paymentId)?.cancellations.length, SOON).toBe(1);
    expect(await resolve(saga(), payment, { outcome: 'not_paid' })).toMatchObject({ status: 'CANCELLED' });
    expect(await cancelling).toEqual({ kind: 'done' });
    expect(find(payment.paymentId)?.cancellations).toMatchObject([{ amount: 0, status: 'SUCCEEDED' }]);
  });

  it('answers the clients who wait for it', async () => {
    const payment = await unknown();
    const completing = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().gateway.asked.length, SOON).toBeGreaterThan(0);
    await resolve(saga(), payment, { outcome: 'declined' });
    expect(['refused', 'pending']).toContain((await completing).kind);
    expect(saga().statusOf(payment.paymentId)).toBe('FAILED');
  });

  it('is PAID, whatever the operator says, when the gateway knows after all', async () => {
    const payment = await unknownForAnHour(saga());
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await resolve(saga(), payment, { outcome: 'declined' })).toEqual({
      kind: 'answered_by_gateway',
      status: 'PAID',
      attention: null,
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed']);
    expect(saga().payments.actionsOf(payment.paymentId)).toMatchObject([
      { outcome: 'declined', result: 'answered_by_gateway' },
    ]);
  });

  it('has its money given back when the gateway shows it after the override: the state stays', async () => {
    const payment = await unknownForAnHour(saga());
    await resolve(saga(), payment, { outcome: 'not_paid' });
    await saga().env.sleep('5h');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await saga().handleOf(payment.paymentId).result();
    expect(find(payment.paymentId)).toMatchObject({
      status: 'EXPIRED',
      cancellations: [{ origin: 'LATE_MONEY', amount: 10_000, status: 'SUCCEEDED' }],
    });
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.expired', 'payment.late_money_returned']);
  });

  it('whose confirmation is just under way ends, and what that moves is given back', async () => {
    const payment = await saga().created();
    const { paymentId } = payment;
    saga().gateway.standings.set(paymentId, agreed());
    const held = Promise.withResolvers<void>();
    saga().gateway.onMoneyAttempt = async () => await held.promise;
    const completing = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(paymentId), SOON).toBe('CONFIRMING');
    expect(await resolve(saga(), payment, { outcome: 'declined' })).toMatchObject({
      kind: 'overridden',
      status: 'FAILED',
    });
    await completing;
    held.resolve();
    await expect.poll(() => find(paymentId)?.cancellations.length, SOON).toBe(1);
    await saga().handleOf(paymentId).result();
    expect(find(paymentId)).toMatchObject({
      status: 'FAILED',
      cancellations: [{ origin: 'LATE_MONEY', amount: 10_000, status: 'SUCCEEDED' }],
    });
  });

  it('that is paid while an older word is on its way to the operator stays paid, and unflagged', async () => {
    const payment = await saga().created();
    const { paymentId } = payment;
    const { gateway } = saga();
    gateway.standings.set(paymentId, agreed());
    const approval = Promise.withResolvers<void>();
    gateway.onMoneyAttempt = async () => await approval.promise;
    const completing = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(paymentId), SOON).toBe('CONFIRMING');
    const asked = gateway.asked.length;
    const olderWord = Promise.withResolvers<void>();
    gateway.wordsArrive = olderWord.promise;
    const resolving = resolve(saga(), payment, { outcome: 'declined' });
    await expect.poll(() => gateway.asked.length, SOON).toBeGreaterThan(asked);
    gateway.wordsArrive = Promise.resolve();
    approval.resolve();
    expect(await completing).toEqual({ kind: 'done' });
    olderWord.resolve();
    const paid = { status: 'PAID', attention: null };
    expect(await resolving).toEqual({ kind: 'answered_by_gateway', ...paid });
    await saga().handleOf(paymentId).result();
    expect(find(paymentId)).toMatchObject({ ...paid, cancellations: [] });
    expect(saga().eventsOf(paymentId)).toEqual(['payment.completed']);
  });

  it('whose confirmation waits for its next attempt is not confirmed any more', async () => {
    const payment = await saga().created();
    const { paymentId } = payment;
    saga().gateway.standings.set(paymentId, agreed());
    saga().gateway.isSilentOnConfirm = true;
    const completing = saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(() => saga().statusOf(paymentId), SOON).toBe('CONFIRMING');
    // Not 20m, when its flag is raised: this server refuses a task that cancels a timer which fires meanwhile.
    await saga().env.sleep('15m');
    await completing;
    await resolve(saga(), payment, { outcome: 'not_paid' });
    saga().gateway.isSilentOnConfirm = false;
    await saga().handleOf(paymentId).result();
    expect(saga().statusOf(paymentId)).toBe('FAILED');
    expect(saga().gateway.confirmed).not.toContain(paymentId);
  });
});

describe('a flag', () => {
  it('goes when somebody has looked, on record; a silence that lasts raises it again after as long', async () => {
    const payment = await unknownForAnHour(saga());
    expect(await resolve(saga(), payment, { outcome: 'acknowledged' })).toEqual({
      kind: 'acknowledged',
      status: 'CONFIRMING',
      attention: null,
    });
    await saga().env.sleep('15m');
    expect(find(payment.paymentId)?.attention).toBeNull();
    await saga().env.sleep('10m');
    expect(find(payment.paymentId)?.attention).toBe('GATEWAY_SILENT');
  });

  it('of a payment that has ended goes too', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(1_000));
    await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await saga().handleOf(payment.paymentId).result();
    expect(find(payment.paymentId)?.attention).toBe('AMOUNT_MISMATCH');
    expect(await resolve(saga(), payment, { outcome: 'acknowledged' })).toMatchObject({ attention: null });
    await saga().handleOf(payment.paymentId).result();
    expect(find(payment.paymentId)).toMatchObject({ status: 'FAILED', attention: null });
  });
});
