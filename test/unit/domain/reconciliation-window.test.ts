/** Which span of time is compared next. */
import { describe, expect, it } from 'vitest';
import { nextWindow, type WindowQuery } from '../../../domain/reconciliation-window.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000 * HOUR_MS;

const query = (more: Partial<WindowQuery> = {}): WindowQuery => ({
  nowMs: NOW_MS,
  lastUntilMs: NOW_MS - HOUR_MS,
  oldestPaymentMs: null,
  overlapMs: 1_000,
  settlingMs: 500,
  ...more,
});

describe('the next window', () => {
  it('begins before the last one ended, and ends before what is still settling', () => {
    const window = { fromMs: NOW_MS - HOUR_MS - 1_000, untilMs: NOW_MS - 500, isLatest: true };
    expect(nextWindow(query())).toEqual(window);
  });

  it('after a long standstill takes one bounded span, and says that it is behind', () => {
    const window = nextWindow(query({ lastUntilMs: NOW_MS - 20 * HOUR_MS }));
    expect(window).toMatchObject({ untilMs: NOW_MS - 14 * HOUR_MS, isLatest: false });
  });

  it('leaves no sliver behind for a further one: what passed meanwhile belongs to the last', () => {
    const window = nextWindow(query({ lastUntilMs: NOW_MS - 6 * HOUR_MS - 60_000 }));
    expect(window).toMatchObject({ untilMs: NOW_MS - 500, isLatest: true });
  });

  it('of all is that of the oldest payment, or of the last day, never older than 90 days', () => {
    const first = (oldestPaymentMs: number | null) =>
      nextWindow(query({ lastUntilMs: null, oldestPaymentMs, overlapMs: 0, nowMs: 5_000 * HOUR_MS })).fromMs;
    expect(first(null)).toBe((5_000 - 24) * HOUR_MS);
    expect(first(5_000 * HOUR_MS - 1)).toBe((5_000 - 24) * HOUR_MS);
    expect(first(4_000 * HOUR_MS)).toBe(4_000 * HOUR_MS);
    expect(first(0)).toBe((5_000 - 90 * 24) * HOUR_MS);
  });

  it('never ends before the last one, whatever the clock says', () => {
    expect(nextWindow(query({ lastUntilMs: NOW_MS + HOUR_MS }))).toMatchObject({
      untilMs: NOW_MS + HOUR_MS,
      isLatest: true,
    });
  });
});
