/** A second API process beside the live one: what two of them decide at once must be one decision. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inject, vi } from 'vitest';
import { findFreePorts } from '../../sandbox/ports.ts';

/** `more`: configured otherwise than the live one. */
export async function startSecondApi(more: Readonly<Record<string, string>> = {}): Promise<{
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const [port = 0] = await findFreePorts(1);
  const root = join(import.meta.dirname, '..', '..');
  const child = spawn(process.execPath, [join(root, 'api', 'main.ts')], {
    env: { ...inject('live').environment, API_PORT: String(port), ...more },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const isReady = async () =>
    await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await exited;
  }

  try {
    await vi.waitUntil(isReady, { timeout: 30_000 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
