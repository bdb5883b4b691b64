/**
 * A step that the main loop does not wait for: it is started, and its end is one of the loop's turns. So a slow gateway
 * keeps out neither another client nor the clock.
 */
export type Background<Result> = {
  readonly startedAtMs: number;
  end?: { readonly succeeded: true; readonly result: Result } | { readonly succeeded: false };
};

/** A failure here is an operator's doing: the steps themselves are retried without end. */
export function inBackground<Result>(work: Promise<Result>): Background<Result> {
  const background: Background<Result> = { startedAtMs: Date.now() };
  work.then(
    (result) => {
      background.end = { succeeded: true, result };
    },
    () => {
      background.end = { succeeded: false };
    },
  );
  return background;
}
