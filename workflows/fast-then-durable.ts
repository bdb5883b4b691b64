/**
 * Runs a step fast and local, and if that does not succeed, durably. Invariant: nothing of a local activity's error
 * but "it did not succeed" reaches state, branches or commands, for its shape differs on replay (see
 * docs/internals/architecture.md, "Local activities").
 */
import { condition } from '@temporalio/workflow';
import { showBlocked } from './visibility.ts';

export async function fastThenDurable<Result>(
  fast: () => Promise<Result>,
  durable: () => Promise<Result>,
): Promise<Result> {
  const attempt = await attemptedLocally(fast());
  return attempt.succeeded ? attempt.result : await untilDone(durable);
}

/** Retried without end by its policy; an operator who fails it by hand only begins it anew. */
async function untilDone<Result>(durable: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const attempt = await attempted(flaggedWhenStuck(durable()));
    if (attempt.succeeded) return attempt.result;
  }
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

export type Attempt<Result> =
  | { readonly succeeded: true; readonly result: Result }
  | { readonly succeeded: false };

/** The end of a local activity, and nothing follows from it before the rest of the activation is dealt with. */
export async function attemptedLocally<Result>(work: Promise<Result>): Promise<Attempt<Result>> {
  const attempt = await attempted(work);
  await othersFirst();
  return attempt;
}

/**
 * When a workflow task first runs, timers that fired and activities that ended come in one activation, the end of a local
 * activity in another after it. On replay both may come in one: then this run's next command would overtake what the
 * others lead to (the answer of a client whose time is over, say), and the history would not fit any more.
 */
async function othersFirst(): Promise<void> {
  let areOthersDone = false;
  void Promise.resolve().then(() => {
    areOthersDone = true;
  });
  // Looked at again when no microtask is left.
  await condition(() => areOthersDone);
}

/** Whatever went wrong is one word here: it did not succeed. */
async function attempted<Result>(work: Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { succeeded: true, result: await work };
  } catch {
    return { succeeded: false };
  }
}
