/** Single movements of money against our books: what is there as it is here needs no question, and nothing else. */
import { describe, expect, it } from 'vitest';
import type { Movement } from '../../../domain/gateway-port.ts';
import { claimedIds, isOnBooks } from '../../../domain/movements.ts';
import type { Payment } from '../../../domain/payment.ts';
import { cancellation, paidPayment, payment } from './support.ts';

const won = (amountMinor: number) => ({ amountMinor, currency: 'KRW' });
const approval = (amountMinor = 10_000, pgTransactionId = 'tx-1'): Movement => ({
  kind: 'approved',
  ...{ pgTransactionId, money: won(amountMinor) },
});
const refund = (amountMinor = 4_000, pgCancellationId = 'pg-can-1'): Movement => ({
  kind: 'cancelled',
  ...{ pgCancellationId, money: won(amountMinor) },
});
const back = cancellation({ status: 'SUCCEEDED', pgCancellationId: 'pg-can-1' });
const backInFull = { ...back, amount: 10_000 };
const held = { held: won(10_000), pgTransactionId: 'tx-1' };

const ROWS: readonly (readonly [string, boolean, Payment, Movement])[] = [
  ['an approval that paid it', true, paidPayment(), approval()],
  ['of another amount', false, paidPayment(), approval(9_999)],
  ['of another currency', false, paidPayment({ held: { amountMinor: 10_000, currency: 'USD' } }), approval()],
  ['of another transaction', false, paidPayment(), approval(10_000, 'tx-2')],
  ['an approval of what is READY here', false, payment(), approval()],
  ['an approval of what expired', false, payment({ status: 'EXPIRED' }), approval()],
  [
    'an approval that came late, and is back',
    true,
    payment({ status: 'EXPIRED', ...held, cancellations: [backInFull] }),
    approval(),
  ],
  [
    'an approval that came late, and whose refund was refused',
    false,
    payment({ status: 'EXPIRED', ...held, cancellations: [{ ...backInFull, status: 'FAILED' }] }),
    approval(),
  ],
  ['a cancellation that is recorded', true, paidPayment({ cancellations: [back] }), refund()],
  ['of another amount', false, paidPayment({ cancellations: [back] }), refund(3_000)],
  ['a cancellation at the console', false, paidPayment(), refund()],
  ['one that failed here', false, paidPayment({ cancellations: [{ ...back, status: 'FAILED' }] }), refund()],
  [
    'one that is under way here',
    false,
    paidPayment({ cancellations: [{ ...back, status: 'REQUESTED' }] }),
    refund(),
  ],
  ['what the list does not explain', false, paidPayment(), { kind: 'other' }],
];

describe('a movement', () => {
  it.each(ROWS.map(([name, expected, ours, movement]) => ({ name, expected, ours, movement })))(
    '$name: on our books: $expected',
    ({ expected, ours, movement }) => {
      expect(isOnBooks(ours, movement)).toBe(expected);
    },
  );
});

describe('what our books claim of a time', () => {
  const span = (from: string, until: string) => ({
    fromMs: Date.parse(`2026-01-01T00:${from}:00.000Z`),
    untilMs: Date.parse(`2026-01-01T00:${until}:00.000Z`),
  });
  const refunded = paidPayment({ cancellations: [{ ...back, settledAt: '2026-01-01T00:20:00.000Z' }] });

  it('are the movements of that time, both ends included', () => {
    expect(claimedIds(refunded, span('00', '30'))).toEqual(['tx-1', 'pg-can-1']);
    expect(claimedIds(refunded, span('05', '10'))).toEqual(['tx-1']);
    expect(claimedIds(refunded, span('10', '20'))).toEqual(['pg-can-1']);
    expect(claimedIds(refunded, span('21', '30'))).toEqual([]);
  });

  it('are not what gave nothing back', () => {
    const failed = { ...back, status: 'FAILED', settledAt: '2026-01-01T00:20:00.000Z' } as const;
    const nothing = { ...back, amount: 0, settledAt: '2026-01-01T00:20:00.000Z' };
    expect(claimedIds(paidPayment({ cancellations: [failed, nothing] }), span('10', '30'))).toEqual([]);
  });
});
