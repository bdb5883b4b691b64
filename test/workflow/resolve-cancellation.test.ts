/** An operator's `resolve` of a cancellation whose end nobody knows. */
import { beforeEach, describe, expect, it } from 'vitest';
import { approved } from './support/fake-gateway.ts';
import { cancellingForAnHour, resolve } from './support/operate.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();
const find = (paymentId: string) => saga().payments.find(paymentId);

beforeEach(() => {
  saga().settings.attentionAfterMs = 20 * 60_000;
  saga().gateway.isSilentOnCancel = false;
});

describe('a cancellation of which the gateway cannot tell', () => {
  it('has succeeded when an operator says so, with the gateway’s id', async () => {
    const { payment, cancellationId } = await cancellingForAnHour(saga(), 4_000);
    const request = { outcome: 'cancel_succeeded', cancellationId, pgCancellationId: 'pg-1' } as const;
    expect(await resolve(saga(), payment, request)).toMatchObject({
      kind: 'overridden',
      status: 'PARTIALLY_CANCELLED',
      attention: null,
    });
    expect(find(payment.paymentId)?.cancellations).toMatchObject([
      { cancellationId, status: 'SUCCEEDED', pgCancellationId: 'pg-1' },
    ]);
    expect(saga().eventsOf(payment.paymentId)).toEqual(['payment.completed', 'payment.partially_cancelled']);
  });

  it('has failed when an operator says so: another may begin, and if it came through after all it is found', async () => {
    const { payment, cancellationId } = await cancellingForAnHour(saga(), 4_000);
    const { paymentId } = payment;
    expect(await resolve(saga(), payment, { outcome: 'cancel_failed', cancellationId })).toMatchObject({
      kind: 'overridden',
      status: 'PAID',
    });
    expect(find(paymentId)?.cancellations).toMatchObject([{ status: 'FAILED' }]);
    const cameThrough = {
      pgCancellationId: 'pg-1',
      cancellationId,
      amountMinor: 4_000,
      status: 'SUCCEEDED',
      cancelledAt: null,
    } as const;
    saga().gateway.standings.set(paymentId, approved(10_000, { cancellations: [cameThrough] }));
    await saga().handleOf(paymentId).result();
    expect(find(paymentId)).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [{ cancellationId, status: 'SUCCEEDED' }],
    });
  });

  it('has ended as the gateway says, whatever the operator says, when it knows after all', async () => {
    const { payment, cancellationId } = await cancellingForAnHour(saga());
    const ours = {
      pgCancellationId: 'pg-1',
      cancellationId,
      amountMinor: 10_000,
      status: 'SUCCEEDED',
      cancelledAt: null,
    } as const;
    saga().gateway.standings.set(payment.paymentId, approved(10_000, { cancellations: [ours] }));
    expect(await resolve(saga(), payment, { outcome: 'cancel_failed', cancellationId })).toMatchObject({
      kind: 'answered_by_gateway',
      status: 'CANCELLED',
    });
    await saga().handleOf(payment.paymentId).result();
  });

  it('has not succeeded while the gateway shows nothing of it, whatever the operator says', async () => {
    const { payment, cancellationId, held } = await cancellingForAnHour(saga());
    saga().gateway.standings.set(payment.paymentId, held);
    const request = { outcome: 'cancel_succeeded', cancellationId, pgCancellationId: 'pg-1' } as const;
    expect(await resolve(saga(), payment, request)).toMatchObject({
      kind: 'answered_by_gateway',
      status: 'PAID',
    });
    expect(find(payment.paymentId)?.cancellations).toMatchObject([{ status: 'REQUESTED' }]);
    saga().gateway.isSilentOnCancel = false;
    await saga().handleOf(payment.paymentId).result();
    expect(saga().statusOf(payment.paymentId)).toBe('CANCELLED');
  });
});
