/**
 * Runs a step fast and local, and if that does not succeed, durably. Invariant: nothing of a local activity's error
 * but "it did not succeed" reaches state, branches or commands, for its shape differs on replay (see
 * docs/internals/architecture.md, "Local activities").
 */
import { condition, isCancellation } from '@temporalio/workflow';
import { showBlocked } from './visibility.ts';

export async function fastThenDurable<Result>(
  fast: () => Promise<Result>,
  durable: () => Promise<Result>,
): Promise<Result> {
  const attempt = await attemptFast(fast);
  return attempt.succeeded ? attempt.result : await flaggedWhenStuck(durable());
}

/** A step that does not get through needs a person's eye; it is waited for all the same. */
async function flaggedWhenStuck<Result>(work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  if (!(await condition(() => isOver, STUCK_AFTER))) showBlocked();
  return await work;
}

const STUCK_AFTER = '1m';

export type FastAttempt<Result> =
  | { readonly succeeded: true; readonly result: Result }
  | { readonly succeeded: false };

export async function attemptFast<Result>(fast: () => Promise<Result>): Promise<FastAttempt<Result>> {
  try {
    return { succeeded: true, result: await fast() };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { succeeded: false };
  }
}
