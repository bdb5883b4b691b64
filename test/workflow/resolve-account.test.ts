/**
 * An operator's `resolve` of a virtual account that the gateway neither closes nor tells about. What becomes of its closing,
 * which is begun anew: test/integration/operator-money.test.ts, for only the real server takes an activity's id twice.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountClosed, approved } from './support/fake-gateway.ts';
import { resolve, SILENT, WHO } from './support/operate.ts';
import { useSaga } from './support/saga.ts';
import { DAY_MS, virtualAccounts } from './support/virtual-accounts.ts';

const saga = useSaga();
const { stands, found, look, cancel, ended, waiting } = virtualAccounts(saga);
const NOT_PAID = { outcome: 'not_paid' } as const;

beforeEach(() => {
  saga().settings.attentionAfterMs = 20 * 60_000;
});

let underTest: string;

/** One that is still asked about would be asked hundreds of times in the days that the next test skips. */
afterEach(async () => {
  if (saga().gateway.standings.get(underTest)?.kind !== 'approved') stands(underTest, accountClosed());
  await ended(underTest);
});

async function issued(): Promise<string> {
  underTest = await waiting();
  return underTest;
}

/** The gateway says nothing of it, whatever is asked. */
async function overdueAndUnknown(): Promise<string> {
  const paymentId = await issued();
  stands(paymentId, SILENT);
  await saga().env.sleep(3 * DAY_MS + 3_600_000);
  expect(found(paymentId)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', attention: 'GATEWAY_SILENT' });
  return paymentId;
}

describe('an account of which the gateway cannot tell', () => {
  it('expires, its time over, when an operator says that nobody paid in: on record', async () => {
    const paymentId = await overdueAndUnknown();
    expect(await resolve(saga(), found(paymentId), NOT_PAID)).toEqual({
      kind: 'overridden',
      status: 'EXPIRED',
      attention: null,
    });
    expect(saga().eventsOf(paymentId)).toEqual(['payment.virtual_account_issued', 'payment.expired']);
    expect(saga().payments.actionsOf(paymentId)).toMatchObject([
      { ...WHO, result: 'overridden', fromStatus: 'WAITING_FOR_DEPOSIT', toStatus: 'EXPIRED' },
    ]);
  });

  it('is cancelled when that was asked for, and whoever waits for it is told', async () => {
    const paymentId = await issued();
    stands(paymentId, SILENT);
    const cancelling = cancel(paymentId);
    await expect.poll(() => found(paymentId).cancellations.length, { timeout: 10_000 }).toBe(1);
    expect(await resolve(saga(), found(paymentId), NOT_PAID)).toMatchObject({ status: 'CANCELLED' });
    expect(await cancelling).toEqual({ kind: 'done' });
    expect(found(paymentId).cancellations).toMatchObject([{ amount: 0, status: 'SUCCEEDED' }]);
  });

  it('has what was paid in all the same given back, once it is told where to', async () => {
    const paymentId = await overdueAndUnknown();
    await resolve(saga(), found(paymentId), NOT_PAID);
    stands(paymentId, approved(10_000));
    expect(await ended(paymentId)).toMatchObject({
      status: 'EXPIRED',
      attention: 'REFUND_ACCOUNT_NEEDED',
      cancellations: [{ origin: 'LATE_MONEY', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT' }],
    });
  });

  it('and that the gateway does not know any more, is resolved as well', async () => {
    const paymentId = await issued();
    stands(paymentId, { kind: 'not_started' });
    await saga().env.sleep(4 * DAY_MS);
    expect(found(paymentId).attention).toBe('GATEWAY_CONTRADICTS');
    expect(await resolve(saga(), found(paymentId), NOT_PAID)).toMatchObject({
      ...{ kind: 'overridden', status: 'EXPIRED', attention: null },
    });
  });
});

describe('the gateway’s word comes before the operator’s:', () => {
  it('a deposit pays', async () => {
    const paymentId = await overdueAndUnknown();
    stands(paymentId, approved(10_000));
    expect(await resolve(saga(), found(paymentId), NOT_PAID)).toMatchObject({
      ...{ kind: 'answered_by_gateway', status: 'PAID' },
    });
  });
});

describe('of an account is refused', () => {
  it('what would end one that may still be paid into', async () => {
    const paymentId = await issued();
    const answer = await resolve(saga(), found(paymentId), NOT_PAID);
    expect(answer).toMatchObject({ kind: 'refused', code: 'NOTHING_TO_RESOLVE' });
    expect(answer.kind === 'refused' ? answer.why.join() : '').toMatch(/cancel the payment/);
    expect(found(paymentId).status).toBe('WAITING_FOR_DEPOSIT');
    stands(paymentId, approved(10_000));
    await look(paymentId);
    expect((await ended(paymentId)).status).toBe('PAID');
  });

  it('that it was declined', async () => {
    const paymentId = await overdueAndUnknown();
    const answer = await resolve(saga(), found(paymentId), { outcome: 'declined' });
    expect(answer).toMatchObject({ kind: 'refused', code: 'NOTHING_TO_RESOLVE' });
    expect(found(paymentId).status).toBe('WAITING_FOR_DEPOSIT');
  });
});
