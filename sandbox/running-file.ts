// DATA_DIR/running.json: which processes this sandbox started, so that whoever finds it without its owner (the guard,
// or the next start) can stop exactly these and no others. It exists while the sandbox runs, and is written whole.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { endProcess } from './end-process.ts';
import { identify, isAlive, type ProcessIdentity, processIdentity } from './process-identity.ts';

const processEntry = processIdentity.extend({
  name: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  stopWithinMs: z.number(),
  /** Builders start processes of their own, which the signal must reach too. */
  wholeGroup: z.boolean(),
});
const schema = z.object({
  owner: processIdentity,
  guard: processIdentity.optional(),
  ready: z.boolean(),
  ports: z.record(z.string(), z.number()),
  /** In the order in which they are to be stopped. */
  processes: z.array(processEntry),
});

export type RunningProcess = z.infer<typeof processEntry>;
export type Running = z.infer<typeof schema>;

export interface RunningFile {
  update(change: Partial<Pick<Running, 'guard' | 'ready' | 'processes'>>): void;
  remove(): void;
}

export function createRunningFile(dataDir: string, ports: Readonly<Record<string, number>>): RunningFile {
  const owner = identify(process.pid);
  if (!owner) throw new Error('this process cannot see itself in the process table');
  let content: Running = { owner, ready: false, ports: { ...ports }, processes: [] };
  let isRemoved = false;
  mkdirSync(dataDir, { recursive: true });
  write(dataDir, content);
  return {
    update(change) {
      if (isRemoved) return;
      content = { ...content, ...change };
      write(dataDir, content);
    },
    remove() {
      isRemoved = true;
      rmSync(pathIn(dataDir), { force: true });
    },
  };
}

/** @returns undefined when no sandbox runs on this folder, or its file cannot be read. */
export function readRunning(dataDir: string): Running | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

export function ownerOf(dataDir: string): ProcessIdentity | undefined {
  const owner = readRunning(dataDir)?.owner;
  return owner && isAlive(owner) ? owner : undefined;
}

/** Stops what a sandbox that is gone left behind. The caller knows that the owner is gone. */
export async function stopLeftovers(dataDir: string): Promise<void> {
  const running = readRunning(dataDir);
  if (!running) return;
  for (const entry of running.processes) await endProcess(entry);
  if (readRunning(dataDir)?.owner.pid === running.owner.pid) rmSync(pathIn(dataDir), { force: true });
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'running.json');
}

function write(dataDir: string, content: Running): void {
  const unfinished = `${pathIn(dataDir)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(unfinished, pathIn(dataDir));
}
