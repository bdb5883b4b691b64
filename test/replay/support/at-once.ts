/**
 * `workflows/fast-then-durable.ts` without its pause: what follows from the end of a local activity follows at once. For
 * a test that proves what the pause is for; nothing else may import it.
 */
export async function attemptedLocally<Result>(work: Promise<Result>) {
  try {
    return { succeeded: true, result: await work } as const;
  } catch {
    return { succeeded: false } as const;
  }
}

export async function fastThenDurable<Result>(
  fast: () => Promise<Result>,
  durable: () => Promise<Result>,
): Promise<Result> {
  const attempt = await attemptedLocally(fast());
  return attempt.succeeded ? attempt.result : await durable();
}
