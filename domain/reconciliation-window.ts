/** The span of the gateway's time that the reconciler compares next: from the last finished one, with an overlap. */

export type WindowQuery = {
  readonly nowMs: number;
  /** End of the last finished window; null: there was none. */
  readonly lastUntilMs: number | null;
  /** When the oldest payment on our books was created; null: there is none. */
  readonly oldestPaymentMs: number | null;
  /** What the gateway lists late is seen by the next window. */
  readonly overlapMs: number;
  /** What has just changed is left to those who are working on it. */
  readonly settlingMs: number;
};

export type ReconciliationWindow = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** False: more than one window is behind, the next follows at once. */
  readonly isLatest: boolean;
};

const HOUR_MS = 3_600_000;
/** So much is compared, and remembered, in one go. */
const LONGEST_MS = 6 * HOUR_MS;
/** What passes while the windows before are compared makes no window of its own. */
const SLIVER_MS = 10 * 60_000;
const FIRST_AT_LEAST_MS = 24 * HOUR_MS;
/** PortOne's own default for a list. */
const FIRST_AT_MOST_MS = 90 * 24 * HOUR_MS;

/** The first reaches back to the oldest payment. Windows only go forward: a clock put back yields an empty one. */
export function nextWindow(query: WindowQuery): ReconciliationWindow {
  const { nowMs, lastUntilMs, overlapMs, settlingMs } = query;
  const latestMs = Math.max(nowMs - settlingMs, lastUntilMs ?? 0);
  const reachedMs = lastUntilMs ?? firstFromMs(query);
  const isLatest = latestMs - reachedMs <= LONGEST_MS + SLIVER_MS;
  const untilMs = isLatest ? latestMs : reachedMs + LONGEST_MS;
  return { fromMs: reachedMs - overlapMs, untilMs, isLatest };
}

function firstFromMs({ nowMs, oldestPaymentMs }: WindowQuery): number {
  const wantedMs = Math.min(oldestPaymentMs ?? nowMs, nowMs - FIRST_AT_LEAST_MS);
  return Math.max(wantedMs, nowMs - FIRST_AT_MOST_MS);
}
