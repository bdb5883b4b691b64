// One holder at a time among the processes of this machine. The file names its holder by pid and start time, so that
// the lock of a killed process is taken over.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, processIdentity } from './process-identity.ts';

export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(path)) await sleep(200);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A link to a file that is already written: nobody ever reads a lock without a holder. */
function tryLock(path: string): boolean {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    linkSync(mine, path);
    return true;
  } catch {
    if (!hasHolder(path)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function hasHolder(path: string): boolean {
  try {
    return isAlive(processIdentity.parse(JSON.parse(readFileSync(path, 'utf8'))));
  } catch {
    return false;
  }
}
