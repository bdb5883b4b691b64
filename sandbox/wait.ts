// Waiting for a condition with a deadline.
import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  readonly what: string;
  readonly deadlineMs: number;
  readonly everyMs?: number;
  /** Asked before each attempt: an error ends the waiting at once. */
  readonly giveUp?: () => Error | undefined;
}

/** Asks again and again until the answer is not `undefined`; a question that throws counts as "not yet". */
export async function waitUntil<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { what, deadlineMs, everyMs = 50, giveUp }: WaitOptions,
): Promise<T> {
  const until = Date.now() + deadlineMs;
  let lastError: unknown;
  while (Date.now() < until) {
    const reason = giveUp?.();
    if (reason) throw reason;
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      lastError = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`${what}: not within ${deadlineMs / 1000} s`, { cause: lastError });
}
