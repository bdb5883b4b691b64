/** Payments of Toss as they may read → standings, without a server. */
import { describe, expect, it } from 'vitest';
import { toCancelResult } from '../../../activities/gateway/toss/cancel.ts';
import { toConfirmResult } from '../../../activities/gateway/toss/confirm.ts';
import { toReading } from '../../../activities/gateway/toss/mapping.ts';

const expected = { paymentId: 'pay_1', merchantId: 'shop', isRightKeyType: true };
const at = '2026-11-24T10:00:00+09:00';
const payment = {
  paymentKey: 'key-1',
  orderId: 'pay_1',
  mId: 'shop',
  currency: 'KRW',
  totalAmount: 10_000,
  balanceAmount: 10_000,
  requestedAt: at,
  approvedAt: at,
  cancels: null,
  failure: null,
};
const virtualAccount = {
  bankCode: '88',
  accountNumber: '56201234567',
  customerName: '김토스',
  dueDate: '2026-11-26T10:00:00+09:00',
  expired: false,
  refundStatus: 'NONE',
};
const waiting = { ...payment, status: 'WAITING_FOR_DEPOSIT', approvedAt: null, virtualAccount };
const cancel = (cancelAmount: number, more: object = {}) => ({
  cancelAmount,
  cancelReason: 'why',
  canceledAt: at,
  transactionKey: `T${cancelAmount}`,
  ...more,
});

const standingOf = (body: unknown) => toReading({ kind: 'answer', status: 200, body }, expected).standing;
const unknown = (why: string) => ({ kind: 'unknown', why });

describe('a payment', () => {
  it.each([
    ['READY', { approvedAt: null }, 'not_started'],
    ['IN_PROGRESS', { approvedAt: null }, 'awaiting_confirm'],
    ['WAITING_FOR_DEPOSIT', { approvedAt: null, virtualAccount }, 'account_issued'],
    ['DONE', {}, 'approved'],
    ['CANCELED', { balanceAmount: 0, cancels: [cancel(10_000)] }, 'cancelled'],
    ['PARTIAL_CANCELED', { balanceAmount: 6000, cancels: [cancel(4000)] }, 'cancelled'],
    // All of it, in two steps.
    ['PARTIAL_CANCELED', { balanceAmount: 0, cancels: [cancel(4000), cancel(6000)] }, 'cancelled'],
    ['CANCELED', { approvedAt: null, balanceAmount: 0, cancels: [cancel(10_000)] }, 'not_started'],
    // A virtual account that was closed before anything was paid in.
    [
      'CANCELED',
      { approvedAt: null, balanceAmount: 0, cancels: [cancel(10_000)], virtualAccount },
      'account_closed',
    ],
    ['WAITING_FOR_DEPOSIT', { virtualAccount: { ...virtualAccount, expired: true } }, 'account_closed'],
    ['EXPIRED', { approvedAt: null, virtualAccount }, 'account_closed'],
    // Not as it is written: perhaps it still takes money.
    ['PARTIAL_CANCELED', { approvedAt: null, virtualAccount }, 'unknown'],
    ['ABORTED', { approvedAt: null, virtualAccount }, 'unknown'],
    ['ABORTED', { approvedAt: null }, 'declined'],
    ['EXPIRED', { approvedAt: null }, 'not_started'],
  ])('in %s with %j is placed: %s', (status, more, kind) => {
    expect(standingOf({ ...payment, status, ...more })).toMatchObject({ kind });
  });

  it('in a status that is not listed is unknown', () => {
    for (const status of ['PAID', 'CANCELLED', ''])
      expect(standingOf({ ...payment, status })).toEqual(unknown('unlisted'));
  });

  it('is unreadable when a field that decides is missing or of another type', () => {
    for (const change of [
      { currency: undefined },
      { totalAmount: '10000' },
      { totalAmount: 0.5 },
      { balanceAmount: undefined },
      { approvedAt: null },
      { approvedAt: 'yesterday' },
      { paymentKey: 'a b' },
      { cancels: [{ ...cancel(1), cancelStatus: 'PERHAPS' }], balanceAmount: 9999 },
    ]) {
      expect(standingOf({ ...payment, status: 'DONE', ...change })).toEqual(unknown('unreadable'));
    }
    for (const body of [undefined, null, [], 'DONE', {}])
      expect(standingOf(body)).toEqual(unknown('unreadable'));
  });

  it.each([
    ['gone without a trace', { balanceAmount: 0, cancels: null }],
    ['more gone than is listed', { balanceAmount: 1000, cancels: [cancel(4000)] }],
    ['less gone than is listed', { balanceAmount: 10_000, cancels: [cancel(4000)] }],
  ])('whose balance does not follow from its cancellations (%s) is not counted', (_what, change) => {
    expect(standingOf({ ...payment, status: 'PARTIAL_CANCELED', ...change })).toEqual(unknown('unreadable'));
  });

  it.each([10_000, 6000])(
    'may count a cancellation under way as gone, or not (balance %i)',
    (balanceAmount) => {
      const cancels = [cancel(4000, { cancelStatus: 'IN_PROGRESS' })];
      expect(standingOf({ ...payment, status: 'DONE', balanceAmount, cancels })).toMatchObject({
        kind: 'approved',
        cancellations: [{ status: 'REQUESTED', amountMinor: 4000, cancelledAt: null }],
      });
    },
  );

  it('tells times in UTC with milliseconds, and dollars in cents', () => {
    const dollars = { currency: 'USD', totalAmount: 19.99, balanceAmount: 19.99 };
    expect(standingOf({ ...payment, status: 'DONE', ...dollars })).toMatchObject({
      approvedAt: '2026-11-24T01:00:00.000Z',
      total: { amountMinor: 1999, currency: 'USD' },
    });
  });

  it.each([
    ['order', { orderId: 'pay_2' }],
    ['shop', { mId: 'another' }],
  ])('of another %s is not ours, and says nothing about ours where it has no money', (_what, change) => {
    expect(standingOf({ ...payment, status: 'DONE', ...change })).toMatchObject({ isOurs: false });
    for (const status of ['READY', 'WAITING_FOR_DEPOSIT', 'ABORTED', 'EXPIRED'])
      expect(standingOf({ ...waiting, status, ...change })).toEqual(unknown('unlisted'));
  });
});

describe('a decline', () => {
  it.each([
    [{ code: 'REJECT_CARD_PAYMENT', message: 'text' }, 'LIMIT_EXCEEDED', 'REJECT_CARD_PAYMENT'],
    [{ code: 'COMMON_ERROR', message: 'text' }, 'OTHER', 'COMMON_ERROR'],
    [null, 'OTHER', ''],
  ])('%j', (failure, reason, pgCode) => {
    expect(standingOf({ ...payment, status: 'ABORTED', failure })).toMatchObject({
      kind: 'declined',
      decline: { reason, pgCode },
    });
  });
});

describe('an answer that is about something else', () => {
  const confirming = {
    paymentId: 'pay_1',
    pgTransactionId: 'key-1',
    amountMinor: 10_000,
    currency: 'KRW',
    idempotencyKey: 'k',
  };
  const confirmed = (change: object) =>
    toConfirmResult(
      { kind: 'answer', status: 200, body: { ...payment, status: 'DONE', ...change } },
      confirming,
      expected,
    );

  it('approves nothing when it names another transaction or order, or a status that a confirmation cannot have', () => {
    expect(confirmed({})).toMatchObject({ kind: 'approved' });
    for (const change of [{ paymentKey: 'key-2' }, { orderId: 'pay_2' }, { status: 'IN_PROGRESS' }])
      expect(confirmed(change)).toEqual(unknown('unlisted'));
    expect(confirmed({ status: 'NEW' })).toEqual(unknown('unlisted'));
    expect(confirmed({ currency: 1 })).toEqual(unknown('unreadable'));
    expect(confirmed({ status: 'WAITING_FOR_DEPOSIT', virtualAccount })).toMatchObject({
      kind: 'account_issued',
    });
  });

  it('cancels nothing when our cancellation is not in it, or with another amount', () => {
    const cancellationId = `can_${'a'.repeat(40)}`;
    const order = {
      ...{ paymentId: 'pay_1', cancellationId, amountMinor: 4000, cancellableMinor: 10_000 },
      ...{ currency: 'KRW', reason: 'why' },
    };
    const result = (cancelAmount: number, more: object) =>
      toCancelResult(
        {
          kind: 'answer',
          status: 200,
          body: {
            ...payment,
            status: 'PARTIAL_CANCELED',
            balanceAmount: 10_000 - cancelAmount,
            cancels: [cancel(cancelAmount, more)],
          },
        },
        order,
        expected,
      );
    const cancelReason = `[${cancellationId}] why`;
    expect(result(4000, { cancelReason })).toMatchObject({ kind: 'succeeded', pgCancellationId: 'T4000' });
    expect(result(4000, { cancelReason: 'why' })).toEqual(unknown('unlisted'));
    expect(result(4001, { cancelReason })).toEqual(unknown('unlisted'));
  });
});
