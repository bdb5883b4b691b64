/** The search for canaries finds what is written in another way too: else that it finds nothing would prove nothing. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isInClear } from '../support/find-in-clear.ts';

describe('the search', () => {
  it.each([
    ['as it is', (value: string) => value],
    ['in base64 behind one byte', (value: string) => Buffer.from(`x${value}yz`).toString('base64')],
    ['in base64 behind two bytes', (value: string) => Buffer.from(`xy${value}`).toString('base64')],
    ['hexadecimal', (value: string) => Buffer.from(value).toString('hex')],
    ['in a URL', (value: string) => encodeURIComponent(value)],
  ])('finds a canary %s', (_, written) => {
    const value = `${randomUUID()} 카나리아@example.com`;
    expect(isInClear(`before ${written(value)} after`, value)).toBe(true);
    expect(isInClear(`before ${written('another')} after`, value)).toBe(false);
  });
});
