/** A system that can do so much, and a limit that finds out how much. */
import { describe, expect, it } from 'vitest';
import { adaptiveLimit, type Outcome } from '../../../api/adaptive-limit.ts';

const time = { now: 0 };
const open = (atMost = 100) => adaptiveLimit(atMost, () => time.now);

/** Lets in as many as it takes, at most `wanted`, ends them all, and says how many they were. */
function fill(
  limit: ReturnType<typeof open>,
  wanted: number,
  outcomeFor: (within: number) => Outcome,
): number {
  let within = 0;
  while (within < wanted && limit.enter()) within += 1;
  for (let each = 0; each < within; each += 1) limit.leave(outcomeFor(within));
  time.now += 1_000;
  return within;
}

describe('a limit that adapts', () => {
  it('lets in what it is told, and not one more', () => {
    expect(fill(open(10), 1_000, () => 'no sign')).toBe(10);
  });

  it('falls at once to below what was within when it was too late, and once for all of them', () => {
    const limit = open();
    expect(fill(limit, 60, () => 'too late')).toBe(60);
    expect(fill(limit, 1_000, () => 'no sign')).toBe(42);
  });

  it('keeps some places whatever happens, and comes back by itself', () => {
    const limit = open();
    for (let round = 0; round < 50; round += 1) fill(limit, 1_000, () => 'too late');
    expect(fill(limit, 1_000, () => 'no sign')).toBe(32);
    for (let round = 0; round < 60; round += 1) fill(limit, 1_000, () => 'in time');
    expect(fill(limit, 1_000, () => 'no sign')).toBe(100);
  });

  it('settles near what the system can do, from above', () => {
    const limit = open();
    const canDo = 60;
    const seen = Array.from({ length: 100 }, () =>
      fill(limit, 1_000, (within) => (within > canDo ? 'too late' : 'in time')),
    ).slice(20);
    expect(Math.max(...seen)).toBeLessThanOrEqual(canDo * 1.15);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(canDo / 2);
  });

  it('is never stricter than one that was set lower', () => {
    const limit = open(2);
    fill(limit, 2, () => 'too late');
    expect(fill(limit, 10, () => 'no sign')).toBe(2);
  });
});
