/** The mapping over the whole of its tables, without a server. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancellationIdIn, taggedReason } from '../../../activities/gateway/cancel-reason.ts';
import { DECLINE_REASONS_BY_PG_CODE } from '../../../activities/gateway/decline-reasons.ts';
import { CANCEL_ERRORS, PG_REFUSALS } from '../../../activities/gateway/portone/cancel-errors.ts';
import { toCancelResult, toReading } from '../../../activities/gateway/portone/mapping.ts';
import type { CancelOrder } from '../../../domain/gateway-port.ts';

const expected = {
  ...{ paymentId: 'pay_1', storeId: 'store', channelKey: 'key', channelType: 'LIVE' as const },
  virtualAccountValidHours: 24,
};
const at = '2026-11-24T10:00:00.123456+09:00';
const common = { id: 'pay_1', transactionId: 'tx', storeId: 'store' };
const paid = {
  ...common,
  channel: { type: 'LIVE', key: 'key' },
  requestedAt: at,
  paidAt: at,
  amount: { total: 10_000 },
  currency: 'KRW',
};
const account = {
  type: 'PaymentMethodVirtualAccount',
  bank: 'SHINHAN',
  accountNumber: '56201234567',
  remitteeName: '상점',
  expiredAt: '2026-11-26T10:00:00+09:00',
  issuedAt: at,
};
const { paidAt: _paidAt, ...agreed } = paid;
const issued = { ...agreed, method: account };
const failed = (failure: object) => ({ ...common, status: 'FAILED', failure });

const standingOf = (body: unknown, status = 200) =>
  toReading({ kind: 'answer', status, body }, expected).standing;
const unknown = (why: string) => ({ kind: 'unknown', why });

describe('a payment', () => {
  it.each([
    ['READY', common, 'not_started'],
    ['PAY_PENDING', common, 'pending'],
    ['VIRTUAL_ACCOUNT_ISSUED', issued, 'account_issued'],
    ['FAILED', { ...common, failure: {} }, 'declined'],
    ['PAID', paid, 'approved'],
    ['PARTIAL_CANCELLED', paid, 'cancelled'],
    ['CANCELLED', paid, 'cancelled'],
    // The time of payment is optional there, also of what was paid by card.
    ['CANCELLED', agreed, 'cancelled'],
    ['CANCELLED', { ...issued, cancellations: [] }, 'account_closed'],
    ['CANCELLED', { ...issued, paidAt: at }, 'cancelled'],
  ])('in %s is placed', (status, rest, kind) => {
    expect(standingOf({ status, ...rest })).toMatchObject({ kind });
  });

  it('in a status that is not listed is unknown, also under the name the filter uses', () => {
    for (const status of ['PENDING', 'SUCCEEDED', '']) {
      expect(standingOf({ status, ...paid })).toEqual(unknown('unlisted'));
    }
  });

  it('is unreadable when a field that decides is missing or of another type', () => {
    const { currency: _currency, ...withoutCurrency } = paid;
    const bodies = [
      withoutCurrency,
      { ...paid, amount: { total: '10000' } },
      { ...paid, amount: { total: 0.5 } },
    ];
    for (const body of [...bodies, { ...paid, paidAt: 'yesterday' }]) {
      expect(standingOf({ status: 'PAID', ...body })).toEqual(unknown('unreadable'));
    }
    for (const body of [undefined, null, [], 'PAID', {}])
      expect(standingOf(body)).toEqual(unknown('unreadable'));
  });

  it('tells times in UTC with milliseconds', () => {
    expect(standingOf({ status: 'PAID', ...paid })).toMatchObject({ approvedAt: '2026-11-24T01:00:00.123Z' });
  });

  it.each([
    ['id', { id: 'pay_2' }],
    ['store', { storeId: 'other' }],
    ['channel', { channel: { type: 'LIVE', key: 'other' } }],
    ['kind of channel', { channel: { type: 'TEST', key: 'key' } }],
  ])('with another %s is not ours', (_what, change) => {
    expect(standingOf({ status: 'PAID', ...paid, ...change })).toMatchObject({
      kind: 'approved',
      isOurs: false,
    });
  });

  it.each(['READY', 'PAY_PENDING', 'VIRTUAL_ACCOUNT_ISSUED', 'FAILED'])(
    'in %s under another id or store says nothing about ours',
    (status) => {
      for (const change of [{ id: 'pay_2' }, { storeId: 'other' }]) {
        const whole = { ...issued, ...failed({}), ...(status === 'FAILED' && { method: undefined }), status };
        expect(standingOf({ ...whole, ...change })).toEqual(unknown('unlisted'));
      }
    },
  );
});

describe('a decline', () => {
  it.each(Object.entries(DECLINE_REASONS_BY_PG_CODE))('with %s', (pgCode, { verdict, source }) => {
    expect(source).toMatch(/^docs\.tosspayments\.com\/reference\//);
    const decline = { reason: verdict, pgCode, pgMessage: 'text' };
    expect(standingOf(failed({ pgCode, pgMessage: 'text' }))).toMatchObject({ kind: 'declined', decline });
  });

  it.each([undefined, 'NEVER_SEEN', 'toString', '__proto__'])(
    'with the code %s is OTHER, and still declined',
    (pgCode) => {
      expect(standingOf(failed({ pgCode, reason: 'why' }))).toMatchObject({
        decline: { reason: 'OTHER', pgMessage: 'why' },
      });
    },
  );
});

describe('the words of a gateway', () => {
  it('are kept without what a database refuses, and not without end', () => {
    const pgMessage = `a\u0000b\ud800${'가'.repeat(1000)}`;
    const standing = standingOf(failed({ pgCode: 'X', pgMessage }));
    const kept = standing.kind === 'declined' ? standing.decline.pgMessage : '';
    expect(kept).toMatch(/^a b\ufffd가+$/);
    expect(kept).toHaveLength(300);
  });

  it('are no ids when they could not be kept as such', () => {
    for (const transactionId of ['', 'a b', 'a\u0000', 'x'.repeat(201)]) {
      expect(standingOf({ status: 'PAID', ...paid, transactionId })).toEqual(unknown('unreadable'));
    }
  });
});

describe('an answer that is none', () => {
  it.each([
    [404, { type: 'PAYMENT_NOT_FOUND' }, { kind: 'not_started' }],
    [404, { type: 'NOT_FOUND' }, unknown('unlisted')],
    [404, undefined, unknown('unlisted')],
    [500, { type: 'PAYMENT_NOT_FOUND' }, unknown('server_error')],
    [400, { type: 'INVALID_REQUEST' }, unknown('unlisted')],
    [401, { type: 'UNAUTHORIZED' }, unknown('unlisted')],
    [403, { type: 'FORBIDDEN' }, unknown('unlisted')],
    [302, undefined, unknown('unlisted')],
    [204, undefined, unknown('unlisted')],
    [429, undefined, unknown('rate_limited')],
    [502, undefined, unknown('server_error')],
  ])('%i %j', (status, body, standing) => {
    expect(standingOf(body, status)).toEqual(standing);
  });
});

const order: CancelOrder = {
  paymentId: 'pay_1',
  cancellationId: `can_${'a'.repeat(40)}`,
  amountMinor: 1000,
  currency: 'KRW',
  cancellableMinor: 5000,
  reason: 'why',
};
const cancelled = (status: number, body: unknown) => toCancelResult({ kind: 'answer', status, body }, order);

describe('a cancellation', () => {
  const cancellation = {
    status: 'SUCCEEDED',
    id: 'c1',
    totalAmount: 1000,
    reason: taggedReason(order.cancellationId, order.reason),
    requestedAt: at,
    cancelledAt: at,
  };

  it.each([
    ['SUCCEEDED', { kind: 'succeeded', pgCancellationId: 'c1', cancelledAt: '2026-11-24T01:00:00.123Z' }],
    ['REQUESTED', { kind: 'requested', pgCancellationId: 'c1' }],
    ['FAILED', { kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' }],
  ])('in %s is placed', (status, result) => {
    expect(cancelled(200, { cancellation: { ...cancellation, status } })).toEqual(result);
  });

  it('that is not the one asked for is unknown', () => {
    for (const change of [
      { totalAmount: 999 },
      { reason: 'why' },
      { reason: taggedReason('can_another0', 'why') },
    ]) {
      expect(cancelled(200, { cancellation: { ...cancellation, ...change } })).toEqual(unknown('unlisted'));
    }
  });

  it.each(Object.entries(CANCEL_ERRORS))(
    'error %s is what its table says, whatever its HTTP number',
    (type, { verdict, source }) => {
      expect(source).toMatch(/^developers\.portone\.io\/api\//);
      const kind = verdict === 'refused' ? 'refused' : 'unknown';
      for (const status of [400, 409, 422]) expect(cancelled(status, { type })).toMatchObject({ kind });
    },
  );

  it.each(Object.keys(PG_REFUSALS))('error PG_PROVIDER with %s is a refusal', (pgCode) => {
    const body = { type: 'PG_PROVIDER', pgCode, pgMessage: 'no' };
    expect(cancelled(502, body)).toEqual({ kind: 'refused', pgCode, pgMessage: 'no' });
  });

  it.each([
    [502, { type: 'PG_PROVIDER', pgCode: 'ALREADY_CANCELED_PAYMENT', pgMessage: '' }, 'unlisted'],
    [502, { type: 'PG_PROVIDER', pgCode: 'FAILED_INTERNAL_SYSTEM_PROCESSING', pgMessage: '' }, 'unlisted'],
    [409, { type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' }, 'unlisted'],
    [409, { type: 'NEVER_SEEN' }, 'unlisted'],
    [409, undefined, 'unlisted'],
    [200, { cancellation: {} }, 'unreadable'],
    [503, undefined, 'server_error'],
    [429, undefined, 'rate_limited'],
  ])('%i %j has to be asked', (status, body, why) => {
    expect(cancelled(status, body)).toEqual(unknown(why));
  });

  it.each(['timeout', 'connection'] as const)('without an answer (%s) has to be asked', (why) => {
    expect(toCancelResult({ kind: 'none', why }, order)).toEqual(unknown(why));
  });
});

describe('the cancellationId in the reason', () => {
  it('is read back whatever the client wrote, and when a gateway shortens the text', () => {
    const ids = fc.stringMatching(/^can_[0-9a-f]{40}$/);
    fc.assert(
      fc.property(ids, fc.string({ unit: 'grapheme', maxLength: 400 }), fc.nat(400), (id, text, kept) => {
        const reason = taggedReason(id, text);
        expect(Array.from(reason).length).toBeLessThanOrEqual(200);
        expect(cancellationIdIn(reason.slice(0, id.length + 2 + kept))).toBe(id);
      }),
    );
  });

  it('cannot be claimed from within the text', () => {
    const reason = taggedReason('can_0000000000000001', '[can_0000000000000002] mine');
    expect(cancellationIdIn(reason)).toBe('can_0000000000000001');
    expect(cancellationIdIn('refunded [can_0000000000000002]')).toBeNull();
  });
});
