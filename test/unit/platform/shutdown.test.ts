// How a process stops: on real processes and real signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('./shutdown-fixture.ts', import.meta.url));
const started: Fixture[] = [];

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

it('runs the steps in order and ends with 0, and a second signal does not cut them short', async () => {
  const fixture = start('ordered');
  await fixture.line('ready');
  fixture.child.kill('SIGINT');
  await fixture.line('"step":"first"');
  await fixture.line('may be released');
  fixture.child.kill('SIGINT');
  fixture.child.kill('SIGTERM');
  fixture.child.kill('SIGUSR2');
  await fixture.line('"step":"second"');
  expect(await fixture.exitCode).toBe(0);
  expect(fixture.lines.filter((line) => line.includes('"msg":"stopping"'))).toHaveLength(1);
});

it('leaves what has not ended by the deadline, says what it was, and ends with 1', async () => {
  const fixture = start('hanging');
  await fixture.line('ready');
  fixture.child.kill('SIGTERM');
  await fixture.line('"step":"hang"');
  expect(await fixture.exitCode).toBe(1);
  expect(fixture.lines.join('\n')).not.toContain('"step":"never"');
});

it('goes on with the further steps when one fails, and ends with 1', async () => {
  const fixture = start('failing');
  await fixture.line('ready');
  fixture.child.kill('SIGTERM');
  await fixture.line('"step":"after"');
  expect(await fixture.exitCode).toBe(1);
});

it('ends with 1 and a fatal line when an error was caught by nobody', async () => {
  const fixture = start('throwing');
  const line = await fixture.line('"level":"fatal"');
  expect(line).toContain('nobody caught this');
  expect(await fixture.exitCode).toBe(1);
});

it("logs a warning of Node's as a line like any other", async () => {
  const fixture = start('warning');
  const line: unknown = JSON.parse(await fixture.line('a library says so'));
  expect(line).toMatchObject({ level: 'warn', err: { message: 'a library says so' } });
});

type Fixture = {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly exitCode: Promise<unknown>;
  /** The first line that holds `part`; rejects when the process ends without it. */
  readonly line: (part: string) => Promise<string>;
};

function start(behaviour: string): Fixture {
  const child = spawn(process.execPath, [FIXTURE, behaviour], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const exitCode = once(child, 'exit').then(([code]) => code);
  const line = async (part: string): Promise<string> => {
    const closed = once(reader, 'close').then(() => 'closed');
    for (;;) {
      const found = lines.find((text) => text.includes(part));
      if (found !== undefined) return found;
      if ((await Promise.race([once(reader, 'line'), closed])) === 'closed') {
        throw new Error(`the process ended without ${part}:\n${lines.join('\n')}`);
      }
    }
  };
  const fixture = { child, lines, exitCode, line };
  started.push(fixture);
  return fixture;
}
