// Starts the guard (guard.ts) over a data folder.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { identify, type ProcessIdentity } from './process-identity.ts';

export interface Guard {
  readonly identity: ProcessIdentity | undefined;
  /** Lets it go, and waits until it is gone. */
  end(): Promise<void>;
}

export function startGuard(dataDir: string): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./guard.ts', import.meta.url)), dataDir], {
    detached: true,
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // A guard that was killed closes its end first.
  child.stdin.on('error', () => {});
  return {
    identity: child.pid === undefined ? undefined : identify(child.pid),
    end() {
      child.stdin.end();
      return exited;
    },
  };
}
