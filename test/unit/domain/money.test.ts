/** Money stays exact. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAmountMinor, isSameMoney, MAX_AMOUNT_MINOR } from '../../../domain/money.ts';
import { cancellableAmount, cancelledAmount } from '../../../domain/payment.ts';
import { cancellation, paidPayment } from './support.ts';

const amount = fc.integer({ min: 1, max: MAX_AMOUNT_MINOR });

describe('an amount', () => {
  it('is an integer from 1 to the maximum, and nothing else', () => {
    fc.assert(fc.property(amount, (value) => isAmountMinor(value)));
    fc.assert(fc.property(fc.double({ noInteger: true }), (value) => !isAmountMinor(value)));
    for (const value of [0, -1, MAX_AMOUNT_MINOR + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(isAmountMinor(value)).toBe(false);
    }
  });

  it('equals another only in the same currency', () => {
    fc.assert(
      fc.property(
        amount,
        (amountMinor) => !isSameMoney({ amountMinor, currency: 'KRW' }, { amountMinor, currency: 'USD' }),
      ),
    );
  });
});

describe('what may be cancelled', () => {
  it('is what is held less what was and is being given back, to the won', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(parts, amount, (done, rest) => {
        const total = done.reduce((sum, part) => sum + part, rest);
        const payment = paidPayment({
          held: { amountMinor: total, currency: 'KRW' },
          cancellations: done.map((part) => cancellation({ amount: part, status: 'SUCCEEDED' })),
        });
        return cancellableAmount(payment) === rest && cancelledAmount(payment) === total - rest;
      }),
    );
  });

  it('is not reduced by a cancellation that failed', () => {
    const payment = paidPayment({ cancellations: [cancellation({ status: 'FAILED' })] });
    expect(cancellableAmount(payment)).toBe(10_000);
  });
});
