/** The simulator as a process of its own: started by environment, killed, and started again over its journal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';

const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
let running: ChildProcess | undefined;

afterEach(async () => {
  if (running) await end(running, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const readySchema = z.object({ msg: z.literal('ready'), url: z.url() });

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['sandbox/simulator/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      SIMULATOR_PORT: '0',
      SIMULATOR_DATA_DIR: dataDir,
      PORTONE_API_SECRET: 'secret',
      PORTONE_STORE_ID: 'store',
      PORTONE_CHANNEL_KEY: 'key',
    },
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, url: readySchema.parse(JSON.parse(line)).url };
  }
  throw new Error('it ended before it was ready');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

it('knows what it did with the money after it was killed, and ends cleanly on SIGTERM', async () => {
  const first = await start();
  const query = 'storeId=store&channelKey=key&paymentId=pay_1&orderName=o&totalAmount=500&currency=KRW';
  expect((await fetch(`${first.url}/checkout?${query}`, { method: 'POST' })).status).toBe(200);
  await end(first.child, 'SIGKILL');

  const second = await start();
  const headers = { authorization: 'PortOne secret' };
  const payment = await (await fetch(`${second.url}/portone/payments/pay_1`, { headers })).json();
  expect(payment).toMatchObject({ status: 'PAID', amount: { total: 500 } });
  expect(await end(second.child, 'SIGTERM')).toBe(0);
});
