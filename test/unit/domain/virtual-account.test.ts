/** Virtual accounts in the table's rows: what an account and its end change, one guarantee each. */
import { describe, expect, it } from 'vitest';
import { changeOnConfirmResult } from '../../../domain/changes/on-confirm-result.ts';
import { changeOnStanding } from '../../../domain/changes/on-standing.ts';
import { closingDueMs } from '../../../domain/closing.ts';
import { confirmationInFlight } from '../../../domain/confirmation.ts';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import { isKnownAlready } from '../../../domain/webhooks.ts';
import {
  ACCOUNT,
  cancellation,
  holding,
  IN_TIME_MS,
  issued,
  KRW,
  VIRTUAL_ACCOUNT as method,
  accountOrdered as ordered,
  paidPayment,
  accountWaiting as waiting,
} from './support.ts';

const DUE_MS = Date.parse(ACCOUNT.dueAt);
const CLOSED: GatewayStanding = { kind: 'account_closed', pgTransactionId: 'tx-1' };
const approved: GatewayStanding = { kind: 'approved', ...holding() };
const asked = cancellation({ amount: 0 });

describe('an issued account', () => {
  it.each(['READY', 'CONFIRMING'] as const)('moves %s to waiting, until it is due', (status) => {
    expect(changeOnStanding(ordered({ status }), issued(), IN_TIME_MS)).toMatchObject({
      to: 'WAITING_FOR_DEPOSIT',
      set: { pgTransactionId: 'tx-1', virtualAccount: ACCOUNT, expiresAt: ACCOUNT.dueAt },
      event: 'payment.virtual_account_issued',
    });
  });

  it('changes nothing on a payment that knows it', () => {
    expect(changeOnStanding(waiting(), issued(), IN_TIME_MS)).toBeNull();
  });

  it('from a window that was opened again takes the place of the first', () => {
    const other = issued({ pgTransactionId: 'tx-2', account: { ...ACCOUNT, accountNumber: '222222222' } });
    const change = changeOnStanding(waiting(), other, IN_TIME_MS);
    expect(change).toMatchObject({ to: 'WAITING_FOR_DEPOSIT', set: { pgTransactionId: 'tx-2' } });
    expect(change?.event).toBeUndefined();
  });

  it('of another store or channel moves nothing: a person looks', () => {
    expect(changeOnStanding(ordered(), issued({ isOurs: false }), IN_TIME_MS)).toMatchObject({
      to: 'READY',
      set: { attention: 'FOREIGN_TRANSACTION' },
    });
  });

  it.each([
    ['amount', KRW(100)],
    ['currency', { amountMinor: 10_000, currency: 'USD' }],
  ])('for a wrong %s fails nothing yet: it is on record, and the account is to be closed', (_, total) => {
    const change = changeOnStanding(ordered(), issued({ total }), IN_TIME_MS);
    expect(change).toMatchObject({
      to: 'CONFIRMING',
      set: { failureCode: 'AMOUNT_MISMATCH', attention: 'AMOUNT_MISMATCH', pgTransactionId: 'tx-1' },
    });
    expect(change?.set).not.toHaveProperty('virtualAccount');
    expect(change?.event).toBeUndefined();
    const recorded = ordered({ status: 'CONFIRMING', failureCode: 'AMOUNT_MISMATCH' });
    expect(closingDueMs(recorded)).toBe(0);
    expect(changeOnStanding(recorded, issued({ total }), IN_TIME_MS)).toBeNull();
  });

  it('for a wrong amount by our own confirmation is not confirmed again', () => {
    const confirming = ordered({
      status: 'CONFIRMING',
      confirmation: { pgTransactionId: 'tx-1', firstSentAt: null },
    });
    const result = issued({ total: KRW(1) });
    expect(changeOnConfirmResult(confirming, result, IN_TIME_MS)).toMatchObject({
      set: { confirmation: null },
    });
    expect(confirmationInFlight(waiting({ confirmation: confirming.confirmation }))).toBeNull();
  });

  it.each(['EXPIRED', 'CANCELLED', 'FAILED'] as const)('on %s changes nothing here', (status) => {
    expect(changeOnStanding(ordered({ status }), issued(), IN_TIME_MS)).toBeNull();
  });

  it.each(['PAID', 'PARTIALLY_CANCELLED'] as const)('on %s contradicts: the bank took it back', (status) => {
    expect(changeOnStanding(paidPayment({ method, status }), issued(), IN_TIME_MS)).toMatchObject({
      to: status,
      set: { attention: 'GATEWAY_CONTRADICTS' },
    });
  });
});

describe('a waiting account', () => {
  it('is to be closed when it is due, or at once when that is asked', () => {
    expect(closingDueMs(waiting())).toBe(DUE_MS);
    expect(closingDueMs(waiting({ cancellations: [asked] }))).toBe(0);
    expect(closingDueMs(ordered())).toBeNull();
    expect(closingDueMs(paidPayment({ method }))).toBeNull();
  });

  it('is paid by its deposit', () => {
    expect(changeOnStanding(waiting(), approved, DUE_MS + 1)).toMatchObject({
      to: 'PAID',
      event: 'payment.completed',
    });
  });

  it('stays when the gateway does not know it: a person looks', () => {
    for (const cancellations of [[], [asked]]) {
      const change = changeOnStanding(waiting({ cancellations }), { kind: 'not_started' }, DUE_MS + 1);
      expect(change).toMatchObject({
        to: 'WAITING_FOR_DEPOSIT',
        set: { attention: 'GATEWAY_CONTRADICTS' },
      });
    }
  });

  it('stays while the gateway cannot tell', () => {
    expect(changeOnStanding(waiting(), { kind: 'unknown', why: 'timeout' }, DUE_MS + 1)).toBeNull();
  });
});

describe('a closed account', () => {
  it.each([
    { when: 'its time is over', more: {}, nowMs: DUE_MS, to: 'EXPIRED', event: 'payment.expired' },
    {
      when: "the gateway's clock is a little fast",
      more: {},
      nowMs: DUE_MS - 5 * 60_000,
      to: 'EXPIRED',
      event: 'payment.expired',
    },
    {
      when: 'that was asked',
      more: { cancellations: [asked] },
      nowMs: IN_TIME_MS,
      to: 'CANCELLED',
      event: 'payment.cancelled',
    },
    {
      when: 'its amount was wrong',
      more: { failureCode: 'AMOUNT_MISMATCH' },
      nowMs: IN_TIME_MS,
      to: 'FAILED',
      event: 'payment.failed',
    },
  ])('ends the payment when $when', ({ more, nowMs, to, event }) => {
    expect(changeOnStanding(waiting(more), CLOSED, nowMs)).toMatchObject({ to, event });
  });

  it('settles the cancellation that asked for it, and the record says that nothing was given back', () => {
    expect(changeOnStanding(waiting({ cancellations: [asked] }), CLOSED, IN_TIME_MS)?.amend).toEqual({
      cancellationId: 'can_1',
      status: 'SUCCEEDED',
    });
  });

  it('by neither of us cancels the payment, by an EXTERNAL row of 0', () => {
    expect(changeOnStanding(waiting(), CLOSED, IN_TIME_MS)).toMatchObject({
      to: 'CANCELLED',
      open: { origin: 'EXTERNAL', amount: 0, status: 'SUCCEEDED' },
      event: 'payment.cancelled',
    });
  });

  it('ends a payment that never heard of the account', () => {
    const change = changeOnStanding(ordered({ status: 'CONFIRMING' }), CLOSED, DUE_MS);
    expect(change).toMatchObject({ to: 'EXPIRED', set: { pgTransactionId: 'tx-1' } });
  });

  it('changes nothing on a payment that has ended, and contradicts one that is paid', () => {
    expect(changeOnStanding(waiting({ status: 'EXPIRED' }), CLOSED, DUE_MS)).toBeNull();
    expect(changeOnStanding(paidPayment({ method }), CLOSED, DUE_MS)).toMatchObject({
      set: { attention: 'GATEWAY_CONTRADICTS' },
    });
  });
});

describe('a webhook about an account', () => {
  const claim = { kind: 'account_issued', pgTransactionId: 'tx-1' } as const;

  it('is no news while the payment waits for its deposit', () => {
    expect(isKnownAlready(waiting(), claim)).toBe(true);
  });

  it.each(['READY', 'EXPIRED'] as const)('is looked at on %s', (status) => {
    expect(isKnownAlready(waiting({ status }), claim)).toBe(false);
  });

  it('is looked at when it names another account', () => {
    expect(isKnownAlready(waiting(), { ...claim, pgTransactionId: 'tx-2' })).toBe(false);
  });
});
