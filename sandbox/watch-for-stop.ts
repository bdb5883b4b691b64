// The reasons to stop that come from outside. Only the first one counts: npm sends Ctrl-C a second time, and that must
// not end the stopping.

export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'npm is gone';

export function watchForStop(onStop: (reason: StopReason) => void): void {
  let isStopping = false;
  const stop = (reason: StopReason) => {
    if (isStopping) return;
    isStopping = true;
    onStop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // Who read the output may be gone before us; what is left to do is to stop, not to talk.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (process.env['npm_lifecycle_event'] !== undefined) watchParent(() => stop('npm is gone'));
}

/** A killed npm forwards nothing: its child is handed to another parent. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 250);
  timer.unref();
}
