/**
 * A step that the main loop does not wait for: it is started, and its end is one of the loop's turns. So a slow gateway
 * keeps out neither another client nor the clock. Invariant: at most one of its kind runs at a time, and one that
 * brought nothing is started again only after a pause that grows.
 */
import { CancellationScope } from '@temporalio/workflow';
import type { Payment } from '../domain/payment.ts';

export type End<Result> =
  /** `about`: our record when it began; what the gateway says is no newer. */
  | { readonly succeeded: true; readonly result: Result; readonly about: Payment }
  | { readonly succeeded: false };

export type Background<Result> = {
  running: { silentSinceMs: number; readonly scope: CancellationScope; end?: End<Result> } | undefined;
  /** Epoch; earlier it is not started. */
  notBeforeMs: number;
  pauseMs: number;
  /** How often it was cut short in this run: each time the next has another id, for the one before may not have ended. */
  timesAgain: number;
};

const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

export function createBackground<Result>(): Background<Result> {
  return { running: undefined, notBeforeMs: 0, pauseMs: 0, timesAgain: 0 };
}

/** A failure is an operator's doing or our own `abandon`: the steps themselves are retried without end. */
export function begin<Result>(
  background: Background<Result>,
  about: Payment,
  work: () => Promise<Result>,
): void {
  const scope = new CancellationScope();
  const running: NonNullable<Background<Result>['running']> = { silentSinceMs: Date.now(), scope };
  scope.run(work).then(
    (result) => {
      running.end = { succeeded: true, result, about };
    },
    () => {
      running.end = { succeeded: false };
    },
  );
  background.running = running;
}

export function isRunning({ running }: Background<unknown>): boolean {
  return running !== undefined;
}

export function hasEnded({ running }: Background<unknown>): boolean {
  return running?.end !== undefined;
}

/** The end of what ran, once. */
export function takeEnd<Result>(background: Background<Result>): End<Result> | undefined {
  const end = background.running?.end;
  if (end !== undefined) background.running = undefined;
  return end;
}

/** Only for steps that ask: nobody needs the answer any more. */
export function abandon(background: Background<unknown>): void {
  const { running } = background;
  if (running === undefined || running.end !== undefined) return;
  background.timesAgain += 1;
  running.scope.cancel();
}

/**
 * Its pause is over, and what runs is cancelled: the loop starts it anew once it has ended. One that sleeps between two
 * attempts ends at once. An attempt that is under way is not cut short where it moves money (`activities/money-signal.ts`):
 * it ends by itself, for it is not retried any more, and only then the next begins (see `MONEY_AT_GATEWAY`).
 */
export function beginAnew(background: Background<unknown>): void {
  background.notBeforeMs = 0;
  background.pauseMs = 0;
  abandon(background);
}

/** It brought nothing: at once it would bring the same. */
export function pause(background: Background<unknown>): void {
  background.pauseMs = Math.min(Math.max(background.pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
  background.notBeforeMs = Date.now() + background.pauseMs;
}
