// A small file that is made on first use and never changed. Two processes that make it at once agree on one content.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** The file's mode is 0600. @throws when it exists and is not what it should be: it is never overwritten. */
export function readOrCreateJson<T>(path: string, schema: z.ZodType<T>, create: () => T): T {
  const content = read(path) ?? createOnce(path, create);
  try {
    return schema.parse(JSON.parse(content));
  } catch (cause) {
    throw new Error(`${path} cannot be read: mend it, or start with an empty data folder`, { cause });
  }
}

function createOnce<T>(path: string, create: () => T): string {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${path}.${process.pid}`;
  const content = `${JSON.stringify(create(), null, 2)}\n`;
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    // Fails when another process was first: its content counts.
    linkSync(mine, path);
    return content;
  } catch {
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(mine, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
