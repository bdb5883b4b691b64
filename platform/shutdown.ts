/**
 * Stops a process the same way however it is told to: SIGTERM, or SIGINT (which npm and the terminal both send, so a
 * second one changes nothing). Steps run one after the other; what has not
 * finished by the deadline is left, since everything here survives a crash anyway.
 */
import type { Logger } from './logger.ts';

export type ShutdownStep = { readonly name: string; readonly run: () => unknown };

export type ShutdownOptions = {
  readonly logger: Logger;
  /** In the order in which they must happen: first stop taking work, last close the connections. */
  readonly steps: readonly ShutdownStep[];
  readonly graceMs: number;
};

/**
 * Call it once, when the process is up. Exit code 0 when every step ended well and in time, else 1.
 * The answer stops the process by hand, for what a server finds out by itself (a worker whose run ended).
 */
export function onShutdown({ logger, steps, graceMs }: ShutdownOptions): (reason: string) => void {
  let isStopping = false;
  const stop = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ reason, graceMs }, 'stopping');
    void runSteps({ logger, steps, graceMs }).then((isClean) => process.exit(isClean ? 0 : 1));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  watchProcess(logger);
  return stop;
}

/** Also for the time before the process is up. An error that nobody handled: nobody knows what state we are in. */
export function watchProcess(logger: Logger): void {
  // Node's own listener writes its text to standard error.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'warning of the runtime'));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    if (process.listenerCount(event) > 0) continue;
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error, event }, 'unexpected error');
      process.exit(1);
    });
  }
}

async function runSteps({
  logger,
  steps,
  graceMs,
}: Pick<ShutdownOptions, 'logger' | 'steps' | 'graceMs'>): Promise<boolean> {
  const deadline = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => deadline.resolve('late'), graceMs);
  let isClean = true;
  for (const { name, run } of steps) {
    const outcome = await Promise.race([outcomeOf(run), deadline.promise]);
    if (outcome === 'done') continue;
    isClean = false;
    if (outcome === 'late') {
      logger.error({ step: name, graceMs }, 'stopped before this step ended: its time was over');
      break;
    }
    logger.error({ step: name, err: outcome.error }, 'a step of stopping failed');
  }
  clearTimeout(timer);
  logger.info({ isClean }, 'stopped');
  return isClean;
}

async function outcomeOf(run: () => unknown): Promise<'done' | { readonly error: unknown }> {
  try {
    await run();
    return 'done';
  } catch (error) {
    return { error };
  }
}
