/** Virtual accounts in Toss' answers: what is told of one that waits, and when a refund counts as done; without a server. */
import { describe, expect, it } from 'vitest';
import { toReading } from '../../../activities/gateway/toss/mapping.ts';

const expected = { paymentId: 'pay_1', merchantId: 'shop', isRightKeyType: true };
const at = '2026-11-24T10:00:00+09:00';
const virtualAccount = {
  bankCode: '88',
  accountNumber: '56201234567',
  customerName: '김토스',
  dueDate: '2026-11-26T10:00:00+09:00',
  expired: false,
  refundStatus: 'NONE',
};
const payment = {
  ...{ paymentKey: 'key-1', orderId: 'pay_1', mId: 'shop', currency: 'KRW', approvedAt: at },
  ...{ totalAmount: 10_000, balanceAmount: 10_000, cancels: null },
};
const waiting = { ...payment, status: 'WAITING_FOR_DEPOSIT', approvedAt: null, virtualAccount };
const cancel = (cancelAmount: number, more: object = {}) => ({
  ...{ cancelAmount, cancelReason: 'why', canceledAt: at, transactionKey: `T${cancelAmount}` },
  ...more,
});

const standingOf = (body: unknown) => toReading({ kind: 'answer', status: 200, body }, expected).standing;
const unknown = (why: string) => ({ kind: 'unknown', why });

describe('a virtual account', () => {
  it('that waits tells where to pay in, until when, how much, and whether it is ours', () => {
    expect(standingOf(waiting)).toEqual({
      kind: 'account_issued',
      pgTransactionId: 'key-1',
      total: { amountMinor: 10_000, currency: 'KRW' },
      isOurs: true,
      account: {
        bank: '88',
        accountNumber: '56201234567',
        holderName: '김토스',
        dueAt: '2026-11-26T01:00:00.000Z',
      },
    });
    const wrongKeys = { ...expected, isRightKeyType: false };
    expect(toReading({ kind: 'answer', status: 200, body: waiting }, wrongKeys).standing).toMatchObject({
      isOurs: false,
    });
  });

  it('without number, date or a word on whether it is over is unreadable', () => {
    for (const name of ['accountNumber', 'dueDate', 'expired'])
      expect(standingOf({ ...waiting, virtualAccount: { ...virtualAccount, [name]: undefined } })).toEqual(
        unknown('unreadable'),
      );
    expect(standingOf({ ...waiting, virtualAccount: null })).toEqual(unknown('unreadable'));
  });

  const refunded = (refundStatus: string, more: object = {}) =>
    standingOf({
      ...payment,
      status: 'PARTIAL_CANCELED',
      balanceAmount: 5000,
      cancels: [cancel(1000), cancel(4000, { cancelStatus: 'DONE' })],
      virtualAccount: { ...virtualAccount, refundStatus },
      ...more,
    });

  it.each([
    ['NONE', 'SUCCEEDED'],
    ['COMPLETED', 'SUCCEEDED'],
    ['PENDING', 'REQUESTED'],
    ['PARTIAL_FAILED', 'REQUESTED'],
  ])('whose refund is %s has its last cancellation %s', (refundStatus, status) => {
    expect(refunded(refundStatus)).toMatchObject({
      kind: 'cancelled',
      cancellations: [{ status: 'SUCCEEDED' }, { status, amountMinor: 4000 }],
    });
  });

  it('whose refund failed has it FAILED where the balance says that the money is still there, else is unreadable', () => {
    expect(refunded('FAILED', { balanceAmount: 9000 })).toMatchObject({
      cancellations: [{ status: 'SUCCEEDED' }, { status: 'FAILED' }],
    });
    expect(refunded('FAILED')).toEqual(unknown('unreadable'));
  });
});
