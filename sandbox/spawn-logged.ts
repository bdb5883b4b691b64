// A child process whose output goes straight into a file, so that neither needs the sandbox to go on.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { keepPreviousLog } from './log-files.ts';
import type { Exit, ProcessSpec } from './part.ts';

export interface SpawnedProcess {
  /** Missing when the program could not be started; `exited` then tells 127, as a shell does. */
  readonly pid: number | undefined;
  readonly exited: Promise<Exit>;
}

/** A session of its own keeps Ctrl-C in the terminal from reaching the parts: they are stopped in order instead. */
export function spawnLogged(spec: ProcessSpec, logFile: string): SpawnedProcess {
  keepPreviousLog(logFile);
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(spec.command, spec.args, {
      env: { ...spec.env },
      detached: true,
      stdio: ['ignore', log, log],
      ...(spec.cwd !== undefined && { cwd: spec.cwd }),
      ...(spec.uid !== undefined && { uid: spec.uid }),
      ...(spec.gid !== undefined && { gid: spec.gid }),
    });
    return { pid: child.pid, exited: exitOf(child, logFile) };
  } finally {
    closeSync(log);
  }
}

function exitOf(child: ChildProcess, logFile: string): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      // Only a process that never began reports here without an exit.
      if (child.pid !== undefined) return;
      const log = openSync(logFile, 'a');
      writeSync(log, `${error.message}\n`);
      closeSync(log);
      resolve({ code: 127, signal: null });
    });
  });
}
