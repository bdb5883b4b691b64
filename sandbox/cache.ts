// What the sandbox builds or fetches once: ~/.cache/temporal-payments/<what>-<version>/, outside node_modules.
// A folder with its final name is whole: it is made under another name and renamed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from './file-lock.ts';
import type { Environment } from './settings.ts';

export interface CachedThing {
  readonly what: string;
  readonly version: string;
  /** Fills the folder that it is given; called at most once at a time on this machine. */
  readonly make: (folder: string) => Promise<void>;
}

/** @returns the folder, made now if it is not there yet. */
export async function cached(thing: CachedThing, environment: Environment): Promise<string> {
  const folder = cacheFolder(thing, environment);
  if (existsSync(folder)) return folder;
  const root = cacheRoot(environment);
  mkdirSync(root, { recursive: true });
  return withFileLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return folder;
    removeUnfinished(root, thing);
    const unfinished = `${folder}.unfinished-${process.pid}`;
    mkdirSync(unfinished);
    try {
      await thing.make(unfinished);
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
    return folder;
  });
}

/** The version with a fingerprint of the file that pins it, so that a change of anything in it is a new version. */
export function pinnedVersion(version: string, pinnedBy: string): string {
  return `${version}-${createHash('sha256').update(pinnedBy).digest('hex').slice(0, 8)}`;
}

export function isCached(thing: Pick<CachedThing, 'what' | 'version'>, environment: Environment): boolean {
  return existsSync(cacheFolder(thing, environment));
}

export function cacheFolder(
  { what, version }: Pick<CachedThing, 'what' | 'version'>,
  environment: Environment,
): string {
  return join(cacheRoot(environment), `${what}-${version}`);
}

function cacheRoot(environment: Environment): string {
  const base = environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache');
  return join(base, 'temporal-payments');
}

/** Left by a build that was killed; the lock says that nobody is building now. */
function removeUnfinished(root: string, { what, version }: CachedThing): void {
  for (const name of readdirSync(root)) {
    if (name.startsWith(`${what}-${version}.unfinished-`))
      rmSync(join(root, name), { recursive: true, force: true });
  }
}
