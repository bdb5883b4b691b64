/** A miss lets a card number in; a false alarm refuses a good order. Both are listed here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsCardNumber } from '../../../domain/card-number.ts';

describe('containsCardNumber', () => {
  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '4242.4242.4242.4242',
    '3782 822463 10005',
    '카드4242424242424242입니다',
    '１２ 4242424242424242 34',
    '1 4242424242424242',
    '12/30 4242424242424242 123',
    '4242\u00a04242\u00a04242\u00a04242',
    '4242\u20114242\u20114242\u20114242',
  ])('finds one in %j', (text) => {
    expect(containsCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    '4242424242424241',
    '0000000000000000',
    '123456789012',
    '010-1234-5678',
    '2026-04-01 12:34:56',
    '주문 20260401-0001',
    `${'4'.repeat(13)}${'2'.repeat(20)}`,
    '4242a4242b4242c4242',
  ])('finds none in %j', (text) => {
    expect(containsCardNumber(text)).toBe(false);
  });

  it('finds every number that passes Luhn, however it is grouped and whatever stands before it', () => {
    const digits = fc
      .array(fc.nat(9), { minLength: 12, maxLength: 18 })
      .filter((all) => all.some((one) => one > 0));
    const writing = fc.record({
      size: fc.integer({ min: 1, max: 6 }),
      separator: fc.constantFrom(' ', '-', '.'),
      before: fc.constantFrom('', 'no. ', '결제:', '77 '),
    });
    fc.assert(
      fc.property(digits, writing, (payload, { size, separator, before }) => {
        const number = `${payload.join('')}${checkDigit(payload)}`;
        const grouped = number.match(new RegExp(`.{1,${size}}`, 'g'))?.join(separator) ?? '';
        return containsCardNumber(`${before}${grouped}`);
      }),
    );
  });

  it('takes time in proportion to the text, whatever it is made of', () => {
    const startedMs = performance.now();
    containsCardNumber('1 '.repeat(32_000));
    containsCardNumber('1'.repeat(64_000));
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

function checkDigit(digits: readonly number[]): number {
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const weighted = index % 2 === 0 ? digit * 2 : digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
