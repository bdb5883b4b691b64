/** Processes that the sandbox started end with it, and only those. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endProcess } from '../../../sandbox/end-process.ts';
import { identify, isAlive, type ProcessIdentity } from '../../../sandbox/process-identity.ts';
import { readRunning } from '../../../sandbox/running-file.ts';
import { createSupervisor, type Supervisor } from '../../../sandbox/supervise.ts';

const forever = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: {} };

describe('the sandbox’s processes', () => {
  let dataDir = '';
  let supervisor: Supervisor;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'supervisor-test-'));
    supervisor = createSupervisor({ dataDir, ports: {} });
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('are listed in running.json, first those that are stopped first', () => {
    for (const name of ['postgres', 'api', 'kafka']) supervisor.start({ ...forever, name });
    expect(readRunning(dataDir)?.processes.map(({ name }) => name)).toEqual(['api', 'kafka', 'postgres']);
  });

  it('are all gone after a stop, the guard and running.json with them', async () => {
    const part = supervisor.start({ ...forever, name: 'api' });
    const identities = [identityOf(part.pid), readRunning(dataDir)?.guard];
    await supervisor.stop();
    expect(identities.map((identity) => identity && isAlive(identity))).toEqual([false, false]);
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
  });

  it('tell a crash by the name of the part and the end of its log', async () => {
    const args = ['-e', 'console.error("disk is full"); process.exit(3)'];
    supervisor.start({ ...forever, args, name: 'kafka' });
    expect(await supervisor.crashed).toMatchObject({
      message: 'kafka ended with code 3',
      part: 'kafka',
      logTail: 'disk is full',
    });
  });

  it('tell of a program that is not there as of one that failed', async () => {
    const run = supervisor.run({ name: 'build', command: 'no-such-program', args: [], env: {} });
    await expect(run).rejects.toMatchObject({ message: 'build ended with code 127' });
  });

  it('are not started any more once stopping has begun', async () => {
    const stopped = supervisor.stop();
    expect(() => supervisor.start({ ...forever, name: 'api' })).toThrow('the sandbox is stopping');
    await stopped;
  });

  it('are killed when they do not heed the polite signal, with all that they started', async () => {
    const deaf = spawn('/bin/sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], {
      detached: true,
      stdio: 'ignore',
    });
    const identity = identityOf(deaf.pid ?? -1);
    await endProcess({ ...identity, stopSignal: 'SIGTERM', stopWithinMs: 200, wholeGroup: false });
    expect(isAlive(identity)).toBe(false);
  });

  it('are never mistaken for another process that has the same pid by now', async () => {
    const part = supervisor.start({ ...forever, name: 'api' });
    const another = { pid: part.pid, beganAt: 'at another time' };
    await endProcess({ ...another, stopSignal: 'SIGTERM', stopWithinMs: 5_000, wholeGroup: false });
    expect(isAlive(identityOf(part.pid))).toBe(true);
  });
});

function identityOf(pid: number): ProcessIdentity {
  const identity = identify(pid);
  if (!identity) throw new Error(`process ${pid} is not there`);
  return identity;
}
