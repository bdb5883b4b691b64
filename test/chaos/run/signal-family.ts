/** A signal to a process and to all that it has started: PostgreSQL's servers each lead a session of their own. */
import { execFileSync } from 'node:child_process';

export function signalFamily(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function familyOf(pid: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  // A set that grows while it is walked is walked to its end.
  for (const parent of family) {
    for (const [child = 0, its] of table) if (its === parent) family.add(child);
  }
  return [...family];
}
