// Starts processes, knows which of them are alive, and stops them in order. Invariants: what was started is in
// running.json; nothing is started once stopping has begun; a part that ends by itself is a crash, reported once.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './end-process.ts';
import {
  type Announcement,
  type Exit,
  type Part,
  PartEnded,
  type ProcessSpec,
  StoppingError,
} from './part.ts';
import { identify } from './process-identity.ts';
import { createRunningFile, type RunningFile, type RunningProcess } from './running-file.ts';
import { spawnLogged } from './spawn-logged.ts';
import { startGuard } from './start-guard.ts';
import { byStopOrder } from './stop-order.ts';

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
  if (guard.identity) runningFile.update({ guard: guard.identity });
  const alive = createAliveTable(runningFile);
  const crashed = Promise.withResolvers<PartEnded>();
  let stopped: Promise<void> | undefined;

  function launch(
    spec: ProcessSpec,
    { wholeGroup }: { wholeGroup: boolean },
  ): Part & { isExpected(): boolean } {
    if (stopped) throw new StoppingError();
    const logFile = join(logsDir, `${spec.name}.log`);
    const { pid, exited } = spawnLogged(spec, logFile);
    const entry = pid === undefined ? undefined : entryOf(pid, { spec, wholeGroup });
    if (entry) alive.add(entry, exited);
    let exit: Exit | undefined;
    let isExpected = false;
    void exited.then((result) => {
      exit = result;
    });
    return {
      name: spec.name,
      pid: pid ?? -1,
      logFile,
      exited,
      ended: () => (exit ? new PartEnded(spec.name, exit, logFile) : undefined),
      isExpected: () => isExpected || stopped !== undefined,
      async stop() {
        isExpected = true;
        if (entry) await endProcess(entry);
        await exited;
      },
    };
  }

  async function stopAll(): Promise<void> {
    for (const { entry, exited } of alive.inStopOrder()) {
      await endProcess(entry);
      await exited;
    }
    runningFile.remove();
    await guard.end();
  }

  return {
    start(spec) {
      const part = launch(spec, { wholeGroup: false });
      void part.exited.then((exit) => {
        if (!part.isExpected()) crashed.resolve(new PartEnded(part.name, exit, part.logFile));
      });
      return part;
    },
    async run(spec) {
      if (spec.announce) onAnnounce?.(spec.announce);
      const part = launch(spec, { wholeGroup: true });
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

interface AliveProcess {
  readonly entry: RunningProcess;
  readonly exited: Promise<Exit>;
}

/** Who is alive, kept in step with running.json. */
function createAliveTable(runningFile: RunningFile) {
  const table = new Map<number, AliveProcess>();
  const inStopOrder = () => [...table.values()].sort((a, b) => byStopOrder(a.entry, b.entry));
  const record = () => runningFile.update({ processes: inStopOrder().map(({ entry }) => entry) });
  return {
    inStopOrder,
    add(entry: RunningProcess, exited: Promise<Exit>) {
      table.set(entry.pid, { entry, exited });
      record();
      void exited.then(() => {
        table.delete(entry.pid);
        record();
      });
    },
  };
}

interface Launched {
  readonly spec: ProcessSpec;
  readonly wholeGroup: boolean;
}

/** @returns undefined for a process that is gone already. */
function entryOf(pid: number, { spec, wholeGroup }: Launched): RunningProcess | undefined {
  const identity = identify(pid);
  const { name, stopSignal = 'SIGTERM', stopWithinMs = 15_000 } = spec;
  return identity && { ...identity, name, stopSignal, stopWithinMs, wholeGroup };
}
