/** Major units there, minor units here: nothing is lost between, and a fraction of a cent is nobody's money. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMajor, toMinor } from '../../../domain/major-units.ts';
import { MAX_AMOUNT_MINOR } from '../../../domain/money.ts';

describe('an amount', () => {
  it('comes back from major units as it went, whatever it is', () => {
    const currencies = fc.constantFrom('KRW', 'JPY', 'USD', 'EUR', 'CNY', 'KWD');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_AMOUNT_MINOR }), currencies, (amountMinor, currency) => {
        const sent: unknown = JSON.parse(JSON.stringify(toMajor(amountMinor, currency)));
        expect(typeof sent === 'number' && toMinor(sent, currency)).toBe(amountMinor);
      }),
    );
  });

  it.each([
    [1000, 'KRW', 1000],
    [12.5, 'USD', 1250],
    [0.29, 'USD', 29],
    [1.234, 'KWD', 1234],
    [0.5, 'KRW', undefined],
    [12.345, 'USD', undefined],
    [-1, 'KRW', undefined],
    [Number.NaN, 'KRW', undefined],
    [1e300, 'KRW', undefined],
  ])('of %d %s is %s minor units', (amount, currency, expected) => {
    expect(toMinor(amount, currency)).toBe(expected);
  });
});
