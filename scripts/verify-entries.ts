// Imports every entry module once, each in a process of its own. Type stripping does not check a named import from
// a CommonJS package, so such a fault passes the compiler and stops the process at start; here it stops verify.
// Importing must start nothing: an entry that prints, or that keeps the process alive, fails too.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');
const TIMEOUT_MS = 60_000;
const AT_ONCE = 2;

if (import.meta.main) {
  const waiting = await entryModules();
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      faults.push(...(await faultsOf(entry)).map((fault) => `${entry}: ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const fault of faults.sort()) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** The list stands in knip.json, which needs it too; patterns there are files that something else loads. */
async function entryModules(): Promise<string[]> {
  const { entry } = z
    .object({ entry: z.array(z.string()) })
    .parse(JSON.parse(await readFile(join(ROOT, 'knip.json'), 'utf8')));
  return entry.filter((path) => !path.includes('*') && !path.startsWith('test/'));
}

async function faultsOf(entry: string): Promise<string[]> {
  const source = await readFile(join(ROOT, entry), 'utf8').catch(() => undefined);
  if (source === undefined) return ['is named in knip.json and does not exist'];
  // A bundle's entry exports functions and starts nothing.
  if (!entry.startsWith('workflows/') && !source.includes('import.meta.main')) {
    return ['starts when it is imported: put the start behind `if (import.meta.main)`'];
  }
  return importOnce(entry);
}

function importOnce(entry: string): Promise<string[]> {
  const url = pathToFileURL(join(ROOT, entry)).href;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(url)})`],
    {
      cwd: ROOT,
      // Without the environment: reading it is part of starting, not of importing.
      env: { NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== null) resolve([`importing it keeps the process alive (${TIMEOUT_MS} ms)`]);
      else if (code !== 0) resolve([`cannot be imported:\n${output.trim()}`]);
      else resolve(output === '' ? [] : [`prints when it is imported: ${output.trim()}`]);
    });
  });
}
