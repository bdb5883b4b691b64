// Starts processes, knows which of them are alive, and stops them in order. Invariants: what was started is in
// running.json; nothing is started once stopping has begun; a part that ends by itself is a crash, reported once.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './end-process.ts';
import { keepPreviousLog, tailOf } from './log-files.ts';
import { identify } from './process-identity.ts';
import { createRunningFile, type RunningProcess } from './running-file.ts';
import type { Environment } from './settings.ts';
import { byStopOrder, type PartName } from './stop-order.ts';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  readonly stopWithinMs?: number;
  /** Said while a tool runs that takes its time. */
  readonly announce?: Announcement;
}

export interface Announcement {
  readonly part: PartName;
  readonly text: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Part {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  /** An error once the process has ended: what `waitUntil` gives up for. */
  ended(): PartEnded | undefined;
  stop(): Promise<void>;
}

export class PartEnded extends Error {
  readonly part: string;
  readonly logFile: string;
  readonly logTail: string;

  constructor(part: string, exit: Exit, logFile: string) {
    const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`;
    super(`${part} ${how}`);
    this.name = 'PartEnded';
    this.part = part;
    this.logFile = logFile;
    this.logTail = tailOf(logFile);
  }
}

/** Thrown at whoever would start something while everything is being stopped. */
export class StoppingError extends Error {
  constructor() {
    super('the sandbox is stopping');
    this.name = 'StoppingError';
  }
}

export interface Supervisor {
  /** Starts a server. Its end before `stop()` resolves `crashed`. */
  start(spec: ProcessSpec): Part;
  /** Runs a tool and waits for its exit code 0. @throws PartEnded */
  run(spec: ProcessSpec): Promise<void>;
  /** Resolves with the first server that ended by itself. */
  readonly crashed: Promise<PartEnded>;
  markReady(): void;
  /** Stops all, one after the other; called again, it returns the same promise. */
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly dataDir: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly onAnnounce?: (announcement: Announcement) => void;
}

export function createSupervisor({ dataDir, ports, onAnnounce }: SupervisorOptions): Supervisor {
  const logsDir = join(dataDir, 'logs');
  mkdirSync(logsDir, { recursive: true });
  const runningFile = createRunningFile(dataDir, ports);
  const guard = startGuard(dataDir);
  runningFile.update({ guard: guard.identity });

  const alive = new Map<number, { readonly entry: RunningProcess; readonly exited: Promise<Exit> }>();
  const crashed = Promise.withResolvers<PartEnded>();
  const expected = new Set<number>();
  let stopped: Promise<void> | undefined;

  const inStopOrder = () => [...alive.values()].sort((a, b) => byStopOrder(a.entry, b.entry));
  const record = () => runningFile.update({ processes: inStopOrder().map(({ entry }) => entry) });

  function launch(spec: ProcessSpec, wholeGroup: boolean): Part {
    if (stopped) throw new StoppingError();
    const logFile = join(logsDir, `${spec.name}.log`);
    keepPreviousLog(logFile);
    const child = spawnLogged(spec, logFile);
    let exit: Exit | undefined;
    const exited = exitOf(child, logFile).then((result) => {
      exit = result;
      alive.delete(child.pid ?? -1);
      if (!stopped) record();
      return result;
    });
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    const { stopSignal = 'SIGTERM', stopWithinMs = 15_000 } = spec;
    const entry = identity && { ...identity, name: spec.name, stopSignal, stopWithinMs, wholeGroup };
    if (entry) {
      alive.set(entry.pid, { entry, exited });
      record();
    }
    return {
      name: spec.name,
      pid: child.pid ?? -1,
      logFile,
      exited,
      ended: () => (exit ? new PartEnded(spec.name, exit, logFile) : undefined),
      async stop() {
        if (!entry) return;
        expected.add(entry.pid);
        await endProcess(entry);
        await exited;
      },
    };
  }

  async function stopAll(): Promise<void> {
    for (const { entry, exited } of inStopOrder()) {
      await endProcess(entry);
      await exited;
    }
    runningFile.remove();
    await guard.end();
  }

  return {
    start(spec) {
      const part = launch(spec, false);
      void part.exited.then((exit) => {
        if (!stopped && !expected.has(part.pid))
          crashed.resolve(new PartEnded(part.name, exit, part.logFile));
      });
      return part;
    },
    async run(spec) {
      if (spec.announce) onAnnounce?.(spec.announce);
      const part = launch(spec, true);
      const exit = await part.exited;
      if (exit.code !== 0) throw stopped ? new StoppingError() : new PartEnded(spec.name, exit, part.logFile);
    },
    crashed: crashed.promise,
    markReady: () => runningFile.update({ ready: true }),
    stop() {
      stopped ??= stopAll();
      return stopped;
    },
  };
}

/** A session of its own keeps Ctrl-C in the terminal from reaching the parts: they are stopped in order instead. */
function spawnLogged(spec: ProcessSpec, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o644);
  try {
    return spawn(spec.command, spec.args, {
      env: { ...spec.env },
      detached: true,
      stdio: ['ignore', log, log],
      ...(spec.cwd !== undefined && { cwd: spec.cwd }),
      ...(spec.uid !== undefined && { uid: spec.uid }),
      ...(spec.gid !== undefined && { gid: spec.gid }),
    });
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

function startGuard(dataDir: string) {
  const script = join(import.meta.dirname, 'guard.ts');
  const child = spawn(process.execPath, [script, dataDir], {
    detached: true,
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    identity: child.pid === undefined ? undefined : identify(child.pid),
    end() {
      child.stdin.end();
      return exited;
    },
  };
}
