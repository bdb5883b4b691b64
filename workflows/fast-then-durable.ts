/**
 * Runs a step fast and local, and if that does not succeed, durably. Invariant: nothing of a local activity's error
 * but "it did not succeed" reaches state, branches or commands, for its shape differs on replay (see
 * docs/internals/architecture.md, "Local activities").
 */
import { isCancellation } from '@temporalio/workflow';

export async function fastThenDurable<Result>(
  fast: () => Promise<Result>,
  durable: () => Promise<Result>,
): Promise<Result> {
  const attempt = await attemptFast(fast);
  return attempt.succeeded ? attempt.result : await durable();
}

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
