/**
 * Histories are read from JSON by protobufjs' own classes: with a second copy of it among the Temporal packages, one's
 * types are not the other's, and every replay fails with `type must be a Type`. So it stands in package.json itself.
 */
import { readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEMPORAL_PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules', '@temporalio');

describe('protobufjs', () => {
  const ours = copySeenFrom(import.meta.filename);

  it.each(readdirSync(TEMPORAL_PACKAGES))('is the same copy for @temporalio/%s as for us', (name) => {
    expect(copySeenFrom(join(TEMPORAL_PACKAGES, name, 'package.json'))).toBe(ours);
  });
});

/** The folder of the copy that an import in this file would get. */
function copySeenFrom(file: string): string {
  return dirname(realpathSync(createRequire(file).resolve('protobufjs/package.json')));
}
