// A pid alone may belong to somebody else by now: together with the time its process began, it is an identity.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** As the operating system tells it; only ever compared. */
  beganAt: z.string(),
});

export type ProcessIdentity = z.infer<typeof processIdentity>;

export function identify(pid: number): ProcessIdentity | undefined {
  const beganAt = beganAtOf(pid);
  return beganAt === undefined ? undefined : { pid, beganAt };
}

export function isAlive(process: ProcessIdentity): boolean {
  return beganAtOf(process.pid) === process.beganAt;
}

function beganAtOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** proc(5): field 3 is the state, field 22 the start time; the name in field 2 may hold spaces and brackets. */
function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields[0] === 'Z' || fields[0] === 'X';
  return isZombie ? undefined : fields[19];
}
