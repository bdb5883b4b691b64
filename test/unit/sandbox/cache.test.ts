/** What is built or fetched once is kept by version, and never taken half-made. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cached, cacheFolder, pinnedVersion } from '../../../sandbox/cache.ts';

describe('the cache of what is built or fetched', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cache-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('is below XDG_CACHE_HOME, else below ~/.cache, one folder for each version', () => {
    const thing = { what: 'kafka', version: '4.4.0' };
    expect(cacheFolder(thing, { XDG_CACHE_HOME: '/x' })).toBe('/x/temporal-payments/kafka-4.4.0');
    expect(cacheFolder(thing, { HOME: '/h' })).toBe('/h/.cache/temporal-payments/kafka-4.4.0');
  });

  it('makes another version of anything that is pinned differently', () => {
    expect(pinnedVersion('1.0', 'a')).toMatch(/^1\.0-[0-9a-f]{8}$/);
    expect(pinnedVersion('1.0', 'a')).not.toBe(pinnedVersion('1.0', 'b'));
  });

  it('makes a thing once, also for two who want it at the same time', async () => {
    let madeCount = 0;
    const make = async (folder: string) => {
      madeCount += 1;
      writeFileSync(join(folder, 'jar'), '');
    };
    const want = () => cached({ what: 'a', version: '1', make }, { XDG_CACHE_HOME: root });
    const [first, second] = await Promise.all([want(), want()]);
    expect(first).toBe(second);
    expect(existsSync(join(first, 'jar'))).toBe(true);
    expect(madeCount).toBe(1);
  });

  it('never takes a failed or interrupted build as whole', async () => {
    const folder = cacheFolder({ what: 'a', version: '1' }, { XDG_CACHE_HOME: root });
    mkdirSync(`${folder}.unfinished-1`, { recursive: true });
    writeFileSync(join(`${folder}.unfinished-1`, 'half'), '');
    const failing = { what: 'a', version: '1', make: () => Promise.reject(new Error('no network')) };
    await expect(cached(failing, { XDG_CACHE_HOME: root })).rejects.toThrow('no network');
    expect(readdirSync(join(root, 'temporal-payments'))).toEqual([]);
    const made = await cached({ ...failing, make: async () => {} }, { XDG_CACHE_HOME: root });
    expect(readdirSync(made)).toEqual([]);
  });
});
