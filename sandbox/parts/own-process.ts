// One of this project's own processes: ready when its log says so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from '../part.ts';
import type { PartName } from '../stop-order.ts';
import type { Supervisor } from '../supervise.ts';
import { waitUntil } from '../wait.ts';

const root = join(import.meta.dirname, '..', '..');

export interface OwnProcess {
  readonly name: PartName;
  /** Relative to the project's root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function startOwnProcess(
  { name, script, env }: OwnProcess,
  supervisor: Supervisor,
): Promise<Part> {
  const part = supervisor.start({ ...nodeProcess(script, env), name });
  await waitUntil(() => saysReady(part.logFile), {
    what: `${name} ready`,
    deadlineMs: 60_000,
    giveUp: () => part.ended(),
  });
  return part;
}

export interface OwnTool {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a script of this project to its end. */
export function runOwnTool({ name, script, env }: OwnTool, supervisor: Supervisor): Promise<void> {
  return supervisor.run({ ...nodeProcess(script, env), name });
}

function nodeProcess(script: string, env: Readonly<Record<string, string>>) {
  return { command: process.execPath, args: [join(root, script)], env, cwd: root };
}

function saysReady(logFile: string): true | undefined {
  return readFileSync(logFile, 'utf8').includes('"msg":"ready"') || undefined;
}
