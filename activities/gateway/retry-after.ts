/**
 * `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Bounded, so that a slip of the gateway's does not put a payment
 * to sleep; undefined when there is none, it cannot be read, or it asks for no delay: then our own pauses hold.
 */
const LONGEST_MS = 60 * 60_000;
const SECONDS = /^\d{1,10}$/;

export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const delayMs = SECONDS.test(text) ? Number(text) * 1_000 : dateMs(text) - nowMs;
  return delayMs > 0 ? Math.min(delayMs, LONGEST_MS) : undefined;
}

/** All three forms of an HTTP date name the day first; `Date.parse` alone would take a lone number for a year. */
function dateMs(text: string): number {
  return /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
}
