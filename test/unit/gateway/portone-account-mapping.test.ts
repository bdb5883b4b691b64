/** Virtual accounts in PortOne's answers: what is read as issued, as closed, and as neither; without a server. */
import { describe, expect, it } from 'vitest';
import { toCloseResult } from '../../../activities/gateway/portone/close.ts';
import { CLOSE_ERRORS } from '../../../activities/gateway/portone/close-errors.ts';
import { toReading } from '../../../activities/gateway/portone/mapping.ts';

const expected = {
  ...{ paymentId: 'pay_1', storeId: 'store', channelKey: 'key', channelType: 'LIVE' as const },
  virtualAccountValidHours: 24,
};
const at = '2026-11-24T10:00:00.123456+09:00';
const agreed = {
  ...{ id: 'pay_1', transactionId: 'tx', storeId: 'store', requestedAt: at, currency: 'KRW' },
  channel: { type: 'LIVE', key: 'key' },
  amount: { total: 10_000 },
};
const account = {
  type: 'PaymentMethodVirtualAccount',
  bank: 'SHINHAN',
  accountNumber: '56201234567',
  remitteeName: '상점',
  expiredAt: '2026-11-26T10:00:00+09:00',
  issuedAt: at,
};
const issued = { ...agreed, method: account };

const standingOf = (body: unknown) => toReading({ kind: 'answer', status: 200, body }, expected).standing;
const unknown = (why: string) => ({ kind: 'unknown', why });

describe('a virtual account', () => {
  const issuedWith = (changes: object, more: object = {}) =>
    standingOf({ ...issued, status: 'VIRTUAL_ACCOUNT_ISSUED', method: { ...account, ...changes }, ...more });

  it('that is issued tells where to pay in, until when, how much, and whether it is ours', () => {
    expect(issuedWith({})).toEqual({
      kind: 'account_issued',
      pgTransactionId: 'tx',
      total: { amountMinor: 10_000, currency: 'KRW' },
      isOurs: true,
      account: {
        bank: 'SHINHAN',
        accountNumber: '56201234567',
        holderName: '상점',
        dueAt: '2026-11-26T01:00:00.000Z',
      },
    });
    expect(issuedWith({}, { channel: { type: 'TEST', key: 'key' } })).toMatchObject({ isOurs: false });
  });

  it.each([
    [{ expiredAt: undefined }, '2026-11-25T01:00:00.123Z'],
    [{ expiredAt: undefined, issuedAt: undefined }, '2026-11-25T01:00:00.123Z'],
  ])('whose date is not told (%j) falls due when the window was told it does', (changes, dueAt) => {
    expect(issuedWith(changes)).toMatchObject({ account: { dueAt } });
  });

  it('without bank and holder is told all the same, and without a number is unreadable', () => {
    expect(issuedWith({ bank: undefined, remitteeName: undefined })).toMatchObject({
      account: { bank: '', holderName: null },
    });
    for (const changes of [
      { accountNumber: '' },
      { accountNumber: undefined },
      { type: 'PaymentMethodCard' },
    ])
      expect(issuedWith(changes)).toEqual(unknown('unreadable'));
    expect(standingOf({ ...agreed, status: 'VIRTUAL_ACCOUNT_ISSUED' })).toEqual(unknown('unreadable'));
  });

  it.each([
    [
      'CANCELLED',
      { cancellations: [{ status: 'SUCCEEDED', id: 'c', totalAmount: 1, reason: '', requestedAt: at }] },
    ],
    ['CANCELLED', { storeId: 'other' }],
    ['FAILED', { failure: {} }],
  ])('in %s with %j is not read as closed: it might still take money', (status, more) => {
    expect(standingOf({ ...issued, status, ...more })).toEqual(unknown('unlisted'));
  });

  it('that was refused before it had a number is declined like anything else', () => {
    const method = { ...account, accountNumber: '' };
    expect(standingOf({ ...agreed, status: 'FAILED', failure: {}, method })).toMatchObject({
      kind: 'declined',
    });
  });
});

describe('closing an account', () => {
  const closed = (status: number, body: unknown) => toCloseResult({ kind: 'answer', status, body });

  it.each(Object.entries(CLOSE_ERRORS))('%s', (type, { verdict, source }) => {
    expect(source).toMatch(/CloseVirtualAccountError$/);
    for (const status of [400, 409, 502]) expect(closed(status, { type })).toMatchObject({ kind: verdict });
  });

  it.each([
    [409, { type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' }, 'unlisted'],
    [409, { type: 'NEVER_SEEN' }, 'unlisted'],
    [409, undefined, 'unlisted'],
    [200, {}, 'unreadable'],
    [503, undefined, 'server_error'],
    [429, undefined, 'rate_limited'],
  ])('%i %j has closed nothing for certain', (status, body, why) => {
    expect(closed(status, body)).toEqual(unknown(why));
  });

  it('is done when it says when', () => {
    expect(closed(200, { closedAt: at })).toEqual({ kind: 'closed' });
    expect(toCloseResult({ kind: 'none', why: 'timeout' })).toEqual(unknown('timeout'));
  });
});
