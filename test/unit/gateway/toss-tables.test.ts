/** The error tables of Toss whole, row by row, without a server: what may end a payment or a cancellation, and what not. */
import { describe, expect, it } from 'vitest';
import { CERTAIN_CANCEL_REFUSALS } from '../../../activities/gateway/cancel-refusals.ts';
import { DECLINE_REASONS_BY_PG_CODE } from '../../../activities/gateway/decline-reasons.ts';
import { toCancelResult } from '../../../activities/gateway/toss/cancel.ts';
import { CANCEL_ERRORS } from '../../../activities/gateway/toss/cancel-errors.ts';
import { toCloseResult } from '../../../activities/gateway/toss/close.ts';
import { CLOSE_ERRORS } from '../../../activities/gateway/toss/close-errors.ts';
import { fromReadingBack, toConfirmResult } from '../../../activities/gateway/toss/confirm.ts';
import { CONFIRM_ERRORS } from '../../../activities/gateway/toss/confirm-errors.ts';
import { toReading } from '../../../activities/gateway/toss/mapping.ts';
import { RETRIEVE_ERRORS } from '../../../activities/gateway/toss/retrieve-errors.ts';
import type { CancelOrder, ConfirmOrder, GatewayStanding } from '../../../domain/gateway-port.ts';

const expected = { paymentId: 'pay_1', merchantId: 'shop', isRightKeyType: true };
const confirming: ConfirmOrder = {
  paymentId: 'pay_1',
  pgTransactionId: 'key-1',
  amountMinor: 1000,
  currency: 'KRW',
  idempotencyKey: 'pay_1-0',
};
const cancelling: CancelOrder = {
  paymentId: 'pay_1',
  cancellationId: `can_${'a'.repeat(40)}`,
  amountMinor: 1000,
  currency: 'KRW',
  cancellableMinor: 1000,
  reason: 'why',
};

const answer = (status: number, body: unknown) => ({ kind: 'answer' as const, status, body });
const confirmed = (status: number, body: unknown) =>
  toConfirmResult(answer(status, body), confirming, expected);
const cancelled = (status: number, body: unknown) =>
  toCancelResult(answer(status, body), cancelling, expected);
const read = (status: number, body: unknown) => toReading(answer(status, body), expected).standing;
const unknown = (why: string) => ({ kind: 'unknown', why });

const STRANGERS = ['NEVER_SEEN', '', 'toString', '__proto__', 'constructor'];

describe('an error of a confirmation', () => {
  const OUTCOME = {
    declined: { kind: 'declined' },
    already_done: { kind: 'read_back', mayBeNothing: false },
    nothing_there: { kind: 'read_back', mayBeNothing: true },
    pending: { kind: 'pending' },
    temporary: unknown('server_error'),
    ours_to_mend: unknown('unlisted'),
  } as const;

  it.each(Object.entries(CONFIRM_ERRORS))('%s', (code, { verdict, source }) => {
    expect(source).toMatch(/^docs\.tosspayments\.com\/reference\//);
    for (const status of [400, 401, 403, 404, 409]) {
      expect(confirmed(status, { code, message: 'text' })).toMatchObject(OUTCOME[verdict]);
    }
  });

  it('declines by a closed list: a further code has to be put here, by somebody who has read what it means', () => {
    const declining = Object.entries(CONFIRM_ERRORS).flatMap(([code, { verdict }]) =>
      verdict === 'declined' ? [code] : [],
    );
    expect(declining.toSorted()).toEqual(
      [
        ...['BELOW_MINIMUM_AMOUNT', 'EXCEED_MAX_AMOUNT', 'EXCEED_MAX_AUTH_COUNT'],
        ...[
          'EXCEED_MAX_CARD_INSTALLMENT_PLAN',
          'EXCEED_MAX_DAILY_PAYMENT_COUNT',
          'EXCEED_MAX_ONE_DAY_AMOUNT',
        ],
        ...['EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT', 'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT'],
        ...['EXCEED_MAX_PAYMENT_AMOUNT', 'FDS_ERROR', 'INVALID_ACCOUNT_INFO_RE_REGISTER'],
        ...['INVALID_CARD_EXPIRATION', 'INVALID_CARD_INSTALLMENT_PLAN', 'INVALID_CARD_LOST_OR_STOLEN'],
        ...['INVALID_CARD_NUMBER', 'INVALID_PASSWORD', 'INVALID_REJECT_CARD', 'INVALID_STOPPED_CARD'],
        ...['NOT_ALLOWED_POINT_USE', 'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT'],
        ...['NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN', 'REJECT_ACCOUNT_PAYMENT', 'REJECT_CARD_COMPANY'],
        ...['REJECT_CARD_PAYMENT', 'REJECT_TOSSPAY_INVALID_ACCOUNT', 'RESTRICTED_TRANSFER_ACCOUNT'],
      ].toSorted(),
    );
  });

  it('with a reason of ours is a decline, or what a customer did at the window', () => {
    for (const code of Object.keys(DECLINE_REASONS_BY_PG_CODE)) {
      const isByCustomer = code === 'PAY_PROCESS_CANCELED';
      expect(CONFIRM_ERRORS[code]?.verdict).toBe(isByCustomer ? 'nothing_there' : 'declined');
    }
  });

  it.each(STRANGERS)('that is not listed (%j) declines nothing', (code) => {
    expect(confirmed(400, { code, message: '' })).toEqual(unknown('unlisted'));
    expect(confirmed(500, { code, message: '' })).toEqual(unknown('server_error'));
    expect(confirmed(429, { code, message: '' })).toEqual(unknown('rate_limited'));
  });

  it('without a code declines nothing', () => {
    for (const body of [undefined, null, 'INVALID_REJECT_CARD', {}, { message: 'no' }])
      expect(confirmed(403, body)).toEqual(unknown('unlisted'));
    expect(toConfirmResult({ kind: 'none', why: 'timeout' }, confirming, expected)).toEqual(
      unknown('timeout'),
    );
  });
});

describe('reading back after a confirmation was refused', () => {
  const agreement = {
    pgTransactionId: 'key-1',
    total: { amountMinor: 1000, currency: 'KRW' },
    isOurs: true,
  };
  const holding = { ...agreement, approvedAt: '2026-01-01T00:00:00.000Z', cancellations: [] };
  const account = {
    ...{ bank: '88', accountNumber: '1', holderName: null },
    dueAt: '2026-01-02T00:00:00.000Z',
  };
  const decline = { reason: 'OTHER', pgCode: 'X', pgMessage: '' } as const;
  const cases: [GatewayStanding, string, string][] = [
    [{ kind: 'approved', ...holding }, 'approved', 'approved'],
    [{ kind: 'cancelled', ...holding }, 'unknown', 'unknown'],
    [{ kind: 'account_issued', ...agreement, account }, 'account_issued', 'account_issued'],
    [{ kind: 'account_closed', pgTransactionId: 'key-2' }, 'unknown', 'not_started'],
    [{ kind: 'declined', pgTransactionId: 'key-1', decline }, 'declined', 'declined'],
    [{ kind: 'declined', pgTransactionId: 'key-2', decline }, 'unknown', 'not_started'],
    [{ kind: 'not_started' }, 'unknown', 'not_started'],
    [{ kind: 'awaiting_confirm', ...agreement }, 'unknown', 'unknown'],
    [{ kind: 'pending' }, 'pending', 'pending'],
    [{ kind: 'unknown', why: 'timeout' }, 'unknown', 'unknown'],
  ];

  it.each(cases)('%j', (standing, afterAlreadyDone, afterNothingThere) => {
    const after = (mayBeNothing: boolean) =>
      fromReadingBack(standing, confirming, { kind: 'read_back', mayBeNothing }).kind;
    expect([after(false), after(true)]).toEqual([afterAlreadyDone, afterNothingThere]);
  });
});

describe('an error of a cancellation', () => {
  const OUTCOME = {
    refused: { kind: 'refused' },
    pending: unknown('unlisted'),
    temporary: unknown('server_error'),
    ours_to_mend: unknown('unlisted'),
  } as const;

  it.each(Object.entries(CANCEL_ERRORS))('%s', (code, { verdict, source }) => {
    expect(source).toMatch(/^docs\.tosspayments\.com\/reference\//);
    for (const status of [400, 401, 403, 404, 409])
      expect(cancelled(status, { code, message: 'text' })).toMatchObject(OUTCOME[verdict]);
  });

  it('refuses by the list that PortOne passes on, the "already" ones and a few more, and by nothing else', () => {
    const refusing = Object.entries(CANCEL_ERRORS).flatMap(([code, { verdict }]) =>
      verdict === 'refused' ? [code] : [],
    );
    const further = ['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT', 'EXCEED_MAX_REFUND_AMOUNT'].concat(
      ['INVALID_REFUND_AMOUNT', 'NOT_ALLOWED_REFUND_BANK', 'NOT_SUPPORTED_REFUND'],
    );
    expect(refusing.toSorted()).toEqual([...CERTAIN_CANCEL_REFUSALS, ...further].toSorted());
  });

  it.each(STRANGERS)('that is not listed (%j) refuses nothing', (code) => {
    expect(cancelled(403, { code, message: '' })).toEqual(unknown('unlisted'));
    expect(cancelled(500, { code, message: '' })).toEqual(unknown('server_error'));
  });
});

describe('an error of closing an account', () => {
  const closed = (status: number, body: unknown) => toCloseResult(answer(status, body), expected);

  it.each(Object.entries(CLOSE_ERRORS))('%s', (code, { verdict, source }) => {
    expect(source).toMatch(/^docs\.tosspayments\.com\/reference\//);
    for (const status of [400, 403, 409])
      expect(closed(status, { code, message: '' })).toMatchObject({ kind: verdict });
  });

  it('has a row for every error of a cancellation, since it is one', () => {
    expect(Object.keys(CLOSE_ERRORS).toSorted()).toEqual(Object.keys(CANCEL_ERRORS).toSorted());
  });

  it.each(STRANGERS)('that is not listed (%j) says nothing about the account', (code) => {
    expect(closed(403, { code, message: '' })).toEqual(unknown('unlisted'));
    expect(closed(500, { code, message: '' })).toEqual(unknown('server_error'));
  });

  it('is none only when the payment that comes back says that the account is over', () => {
    const base = { ...{ paymentKey: 'key-1', orderId: 'pay_1', mId: 'shop' }, currency: 'KRW' };
    const money = { totalAmount: 1000, balanceAmount: 0, approvedAt: null, cancels: null };
    const body = { ...base, ...money, status: 'CANCELED', virtualAccount: { refundStatus: 'NONE' } };
    expect(closed(200, body)).toEqual({ kind: 'closed' });
    expect(closed(200, { ...body, orderId: 'pay_2' })).toEqual(unknown('unlisted'));
    expect(closed(200, { ...body, virtualAccount: null })).toEqual(unknown('unlisted'));
    expect(closed(200, {})).toEqual(unknown('unreadable'));
    expect(toCloseResult({ kind: 'none', why: 'timeout' }, expected)).toEqual(unknown('timeout'));
  });
});

describe('an error of a look-up', () => {
  const OUTCOME = {
    nothing_there: { kind: 'not_started' },
    temporary: unknown('server_error'),
    ours_to_mend: unknown('unlisted'),
  } as const;

  it.each(Object.entries(RETRIEVE_ERRORS))('%s', (code, { verdict, source }) => {
    expect(source).toMatch(/^docs\.tosspayments\.com\/reference\//);
    for (const status of [400, 401, 403, 404])
      expect(read(status, { code, message: '' })).toEqual(OUTCOME[verdict]);
  });

  it.each(STRANGERS)('that is not listed (%j) does not say that nothing is there', (code) => {
    expect(read(404, { code, message: '' })).toEqual(unknown('unlisted'));
    expect(read(500, { code: 'NOT_FOUND_PAYMENT', message: '' })).toEqual(unknown('server_error'));
  });
});
