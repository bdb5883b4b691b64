/** The walk over a body that nobody has checked yet. */
import { expect, it } from 'vitest';
import { findCardNumbers } from '../../../api/shape/find-card-numbers.ts';

it('walks through a body of any depth without exhausting the stack', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(30_000)}"4242424242424242"${']'.repeat(30_000)}`);
  expect(findCardNumbers(deep)).toHaveLength(1);
});

it('lets pass what may be long digits by right', () => {
  const digits = '4242424242424242';
  const body = {
    orderId: digits,
    pgTransactionId: digits,
    paymentId: digits,
    items: [{ id: digits, name: 'a' }],
  };
  expect(findCardNumbers(body)).toEqual([]);
});

it('never repeats the number in a pointer', () => {
  const faults = findCardNumbers({ a: { '4242 4242 4242 4242': { b: '4242424242424242' } } });
  expect(JSON.stringify(faults)).not.toContain('4242');
});
