// Starts what `npm start` starts, as a process of its own on free ports and in a folder of its own, and ends it in every
// way in which it can end. What must hold each time: no process is left, and the data is still there at the next start.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePortVariables } from '../../sandbox/ports.ts';
import { paymentScript } from '../../sandbox/print-welcome.ts';
import { isAlive, type ProcessIdentity } from '../../sandbox/process-identity.ts';
import { type Running, readRunning } from '../../sandbox/running-file.ts';
import { mintToken } from '../../sandbox/token-issuer/mint-token.ts';
import { waitUntil } from '../../sandbox/wait.ts';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'sandbox/main.ts');

const payment = z.object({ status: z.string() });
const problem = z.object({ code: z.string() });
const answerSchema = z.union([payment, z.object({ items: z.array(payment) }), problem]);

/** One sandbox as a child process. */
interface Copy {
  readonly child: ChildProcess;
  readonly exitCode: Promise<number | null>;
  output(): string;
}

describe('npm start', () => {
  let dataDir = '';
  let environment: NodeJS.ProcessEnv = {};
  let token = '';
  let api = '';
  let copy: Copy | undefined;
  let started: readonly ProcessIdentity[] = [];

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'start-stop-'));
    const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...rest } = process.env;
    environment = { ...rest, ...(await freePortVariables()), DATA_DIR: dataDir };
    token = await mintToken(dataDir, { sub: 'alice' });
    api = `http://127.0.0.1:${environment['API_PORT']}`;
  });
  afterEach(async () => {
    if (copy?.child.exitCode === null && copy.child.signalCode === null) copy.child.kill('SIGTERM');
    await copy?.exitCode;
    await allGone(started);
  });
  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function startAndWait(start: () => Copy = () => startCopy([main], environment)): Promise<Copy> {
    copy = start();
    const running = await untilReady(copy, dataDir);
    started = [...running.processes, running.owner, ...(running.guard ? [running.guard] : [])];
    return copy;
  }

  it('is ready for the payment whose lines it prints, and leaves no process after SIGTERM', async () => {
    const { child, exitCode, output } = await startAndWait();
    const { stdout } = await promisify(execFile)('sh', ['-c', paymentScript({ api, token })], { cwd: root });
    expect(statusesIn(stdout)).toEqual([
      ...['READY', 'PAID', 'PAID'],
      ...['PAID', 'PARTIALLY_CANCELLED', 'CANCELLED', 'ALREADY_CANCELLED'],
    ]);
    expect(output()).toContain(paymentScript({ api, token: 'TOKEN' }).split('\n')[1]);
    child.kill('SIGTERM');
    expect(await exitCode).toBe(0);
    expect(started.filter(isAlive)).toEqual([]);
  });

  it('has the data of the run before, and leaves no process when Ctrl-C arrives twice, as from npm', async () => {
    const { child, exitCode } = await startAndWait();
    const response = await fetch(`${api}/api/v1/payments/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await response.json()).toMatchObject({ items: [{ status: 'CANCELLED', amount: 9000 }] });
    child.kill('SIGINT');
    await waitUntil(() => started.some((part) => !isAlive(part)) || undefined, {
      what: 'stopping has begun',
      deadlineMs: 30_000,
    });
    child.kill('SIGINT');
    expect(await exitCode).toBe(0);
    expect(started.filter(isAlive)).toEqual([]);
  });

  it('stops everything when one part dies, and names it', async () => {
    const { exitCode, output } = await startAndWait();
    process.kill(pidOf('kafka', dataDir), 'SIGKILL');
    expect(await exitCode).toBe(1);
    expect(output()).toContain('kafka was ended by SIGKILL');
    expect(output()).toContain(join(dataDir, 'logs', 'kafka.log'));
    expect(started.filter(isAlive)).toEqual([]);
  });

  it('leaves no process when it is itself killed without a chance to stop them', async () => {
    const { child } = await startAndWait();
    child.kill('SIGKILL');
    await allGone(started);
  });

  it('stops when the npm that started it is killed', async () => {
    const byNpm = { ...environment, npm_lifecycle_event: 'start' };
    const launcher =
      'require("node:child_process").spawn(process.execPath, [process.argv[1]], { stdio: "inherit" })';
    const { child } = await startAndWait(() => startCopy(['-e', launcher, main], byNpm));
    child.kill('SIGKILL');
    await allGone(started);
  });

  it('starts nothing when a port is taken, and says which and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) =>
      server.listen(Number(environment['KAFKA_PORT']), '127.0.0.1', resolve),
    );
    try {
      copy = startCopy([main], environment);
      expect(await copy.exitCode).toBe(1);
      expect(copy.output()).toContain(
        `port ${environment['KAFKA_PORT']} is taken, and Kafka needs it: set KAFKA_PORT`,
      );
      expect(readRunning(dataDir)).toBeUndefined();
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

function startCopy(args: readonly string[], env: NodeJS.ProcessEnv): Copy {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, exitCode, output: () => output };
}

async function untilReady({ child, output }: Copy, dataDir: string): Promise<Running> {
  return waitUntil(
    () => {
      const running = readRunning(dataDir);
      return running?.ready ? running : undefined;
    },
    {
      what: 'the sandbox ready',
      deadlineMs: 540_000,
      giveUp: () =>
        child.exitCode === null ? undefined : new Error(`it ended before it was ready:\n${output()}`),
    },
  );
}

async function allGone(processes: readonly ProcessIdentity[]): Promise<void> {
  await waitUntil(() => processes.every((one) => !isAlive(one)) || undefined, {
    what: `the end of ${processes.length} processes`,
    deadlineMs: 60_000,
  });
}

function pidOf(name: string, dataDir: string): number {
  const pid = readRunning(dataDir)?.processes.find((entry) => entry.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} is not running`);
  return pid;
}

/** The payment's state in each printed answer; a list shows its first one. */
function statusesIn(printed: string): string[] {
  const answers = printed.split('\n').filter((line) => line.startsWith('{'));
  return answers.map((line) => {
    const answer = answerSchema.parse(JSON.parse(line));
    if ('code' in answer) return answer.code;
    return 'items' in answer ? (answer.items[0]?.status ?? 'none') : answer.status;
  });
}
