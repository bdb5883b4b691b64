// The words in which the sandbox speaks about its processes.
import { tailOf } from './log-files.ts';
import type { Environment } from './settings.ts';
import type { PartName } from './stop-order.ts';

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
