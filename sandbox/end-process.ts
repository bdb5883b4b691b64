// Ending one process: asked politely, given its time, then killed with all that it started.
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { waitUntil } from './wait.ts';

export interface EndOptions {
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly stopWithinMs: number;
  readonly wholeGroup: boolean;
}

/** Safe on a pid that belongs to another process by now. Every process of the sandbox leads a group of its own. */
export async function endProcess(target: ProcessIdentity & EndOptions): Promise<void> {
  if (!isAlive(target)) return;
  signal(target.wholeGroup ? -target.pid : target.pid, target.stopSignal);
  if (await isGone(target, target.stopWithinMs)) return;
  signal(-target.pid, 'SIGKILL');
  await isGone(target, 5_000);
}

async function isGone(target: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  try {
    return await waitUntil(() => !isAlive(target) || undefined, { what: 'end', deadlineMs, everyMs: 20 });
  } catch {
    return false;
  }
}

function signal(pidOrGroup: number, name: NodeJS.Signals): void {
  try {
    process.kill(pidOrGroup, name);
  } catch {
    // It ended by itself in this very moment.
  }
}
