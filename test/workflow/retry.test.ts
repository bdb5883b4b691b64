/** An operator's `retry`, and what goes on without one: hours of silence, at whose end the payment is paid by itself. */
import { beforeEach, describe, expect, it } from 'vitest';
import { historyQuery } from '../../workflows/contract.ts';
import { approved } from './support/fake-gateway.ts';
import { resolve, retry, SILENT, send, unknownForAnHour, WHO } from './support/operate.ts';
import { budget } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();
const SOON = { timeout: 10_000 };

beforeEach(() => {
  saga().settings.attentionAfterMs = 20 * 60_000;
  saga().gateway.isSilentOnCancel = false;
  saga().gateway.isSilentOnConfirm = false;
  saga().gateway.onMoneyAttempt = async () => undefined;
});

const attentionOf = (paymentId: string) => saga().payments.find(paymentId)?.attention;
const askedOf = (paymentId: string) => saga().gateway.asked.filter((asked) => asked === paymentId).length;

describe('a gateway that is silent for six hours', () => {
  it('is asked on at a bounded rate, a person is told after the configured age, and the payment is paid by itself', async () => {
    const { paymentId, ...payment } = await saga().created();
    saga().gateway.standings.set(paymentId, SILENT);
    const completing = saga().workflows.complete(
      { ...payment, paymentId },
      { pgTransactionId: 'tx-1' },
      budget(),
    );
    await expect.poll(() => saga().statusOf(paymentId), SOON).toBe('CONFIRMING');
    await saga().env.sleep('19m');
    expect(await completing).toEqual({ kind: 'pending' });
    expect(attentionOf(paymentId)).toBeNull();
    await saga().env.sleep('2m');
    expect(attentionOf(paymentId)).toBe('GATEWAY_SILENT');
    const before = askedOf(paymentId);
    await saga().env.sleep('5h');
    expect(askedOf(paymentId) - before).toBeGreaterThan(50);
    expect(askedOf(paymentId) - before).toBeLessThan(70);
    saga().gateway.standings.set(paymentId, approved(10_000));
    await saga().handleOf(paymentId).result();
    expect(saga().payments.find(paymentId)).toMatchObject({ status: 'PAID', attention: null });
  });

  it('raises attention after ten minutes where the worker does not say when', async () => {
    saga().settings.attentionAfterMs = undefined;
    const { paymentId } = await unknownForAnHour(saga());
    expect(attentionOf(paymentId)).toBe('GATEWAY_SILENT');
  });
});

describe('retry', () => {
  it('asks now, not at the next attempt, and what the gateway says counts', async () => {
    const payment = await unknownForAnHour(saga());
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await retry(saga(), payment)).toEqual({
      kind: 'retried',
      begunAgain: ['gateway-retrieve'],
      gateway: 'answered',
      status: 'PAID',
      attention: null,
    });
  });

  it('begins a sleeping inquiry anew: quick again at first, so it is paid within seconds', async () => {
    const payment = await unknownForAnHour(saga());
    const asked = askedOf(payment.paymentId);
    expect(await retry(saga(), payment)).toMatchObject({ kind: 'retried', gateway: 'silent' });
    await expect.poll(() => askedOf(payment.paymentId), SOON).toBeGreaterThan(asked + 1);
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await expect.poll(() => saga().statusOf(payment.paymentId), SOON).toBe('PAID');
  });

  it('opens a payment that has closed, leaves it closed again, and is on record', async () => {
    const payment = await saga().paid();
    await saga().handleOf(payment.paymentId).result();
    expect(await retry(saga(), payment)).toMatchObject({ kind: 'retried', begunAgain: [], status: 'PAID' });
    expect(await saga().handleOf(payment.paymentId).result()).toMatchObject({ status: 'PAID' });
    expect(saga().payments.actionsOf(payment.paymentId)).toMatchObject([
      { action: 'retry', result: 'retried', outcome: null, ...WHO, fromStatus: 'PAID', toStatus: 'PAID' },
    ]);
    const history = await saga().handleOf(payment.paymentId).query(historyQuery);
    expect(history).toMatchObject([{ action: 'retry', who: 'kim' }]);
  });

  it('is told what is wrong with it, and leaves no workflow open', async () => {
    const payment = await saga().paid();
    await saga().handleOf(payment.paymentId).result();
    expect(await send(saga(), payment, ['retry', { reason: 'x' }])).toEqual({
      kind: 'refused',
      code: 'INVALID_REQUEST',
      why: ['who must be a text that is not empty'],
    });
    await saga().handleOf(payment.paymentId).result();
    expect(saga().payments.actionsOf(payment.paymentId)).toEqual([]);
  });

  it('finds no payment where there is none', async () => {
    const nobody = { ...(await saga().created()), paymentId: 'pay_of_nobody' };
    expect(await retry(saga(), nobody)).toMatchObject({ kind: 'refused', code: 'PAYMENT_NOT_FOUND' });
  });
});

describe('ten clients who wait', () => {
  it('keep out no operator, and take no place from one', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, SILENT);
    const waiting = Array.from(
      { length: 10 },
      async () => await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget()),
    );
    await expect.poll(() => saga().statusOf(payment.paymentId), SOON).toBe('CONFIRMING');
    expect(await retry(saga(), payment)).toMatchObject({ kind: 'retried', gateway: 'silent' });
    expect(await resolve(saga(), payment, { outcome: 'declined' })).toMatchObject({
      kind: 'overridden',
      status: 'FAILED',
    });
    const kinds = (await Promise.all(waiting)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'refused' && kind !== 'pending')).toEqual([]);
    saga().gateway.standings.delete(payment.paymentId);
  });
});
