/** A cursor comes back from a client: it is ours, or it is nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../api/cursor.ts';

const time = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
const hex = fc.nat().map((number) => number.toString(16));

it('brings back the place it was made from', () => {
  fc.assert(
    fc.property(time, hex, (createdAt, id) => {
      const cursor = { createdAt: createdAt.toISOString(), paymentId: `pay_${id}` };
      expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
    }),
  );
});

it('takes nothing else for a place', () => {
  fc.assert(fc.property(fc.string(), (text) => decodeCursor(text) === null));
  const forged = ['null', '[]', '["2026-04-01T00:00:00.000Z","x"]', '["today","pay_1"]', '{"0":1}'];
  for (const text of forged) expect(decodeCursor(Buffer.from(text).toString('base64url'))).toBeNull();
});
