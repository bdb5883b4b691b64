// Checks that package-lock.json is complete and repeatable: every platform's optional package is in it (npm drops
// those it cannot find in silence, and `npm ci` then refuses the lock on that platform), it names no host to fetch
// from, every package has its checksum, and package.json names exact versions.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import * as z from 'zod';

const Versions = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  overrides: Versions,
});
const Locked = Manifest.extend({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  inBundle: z.boolean().optional(),
}).omit({ overrides: true });
const Lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Locked) });

type Packages = z.infer<typeof Lock>['packages'];

/** Packages that speak to each other's insides and so must have one version. */
const FAMILIES = ['@temporalio/', '@mikro-orm/'];

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const manifest = Manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const { packages } = Lock.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const faults = [
    ...inexactVersions(manifest),
    ...notAsInManifest(manifest, packages),
    ...missingOptionalPackages(packages),
    ...unverifiablePackages(packages),
    ...FAMILIES.flatMap((family) => mixedVersions(family, packages)),
  ];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

function inexactVersions(manifest: z.infer<typeof Manifest>): string[] {
  return Object.entries(manifest).flatMap(([block, versions]) =>
    Object.entries(versions)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `package.json: ${block}: ${name} is "${version}": name one exact version`),
  );
}

function notAsInManifest(manifest: z.infer<typeof Manifest>, packages: Packages): string[] {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(direct)
    .filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
    .map(([name, version]) => `package-lock.json: ${name}@${version} of package.json is not the one locked`);
}

function missingOptionalPackages(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, locked]) =>
    Object.keys(locked.optionalDependencies)
      .filter((name) => !isReachable(path, name, packages))
      .map((name) => `package-lock.json: ${name}, optional for ${path || 'this project'}, is missing`),
  );
}

/** Node's own look-up: next to the package that asks, then in every folder above it. */
function isReachable(from: string, name: string, packages: Packages): boolean {
  let folder = from;
  while (!(posix.join(folder, 'node_modules', name) in packages)) {
    if (folder === '') return false;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '');
  }
  return true;
}

function unverifiablePackages(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '') return [];
    const faults: string[] = [];
    if (locked.resolved !== undefined)
      faults.push(`package-lock.json: ${path} names where it was fetched from`);
    if (locked.integrity === undefined && !locked.inBundle)
      faults.push(`package-lock.json: ${path} has no checksum`);
    return faults;
  });
}

function mixedVersions(family: string, packages: Packages): string[] {
  const versions = new Map<string, string>();
  for (const [path, { version }] of Object.entries(packages)) {
    if (path.slice(path.lastIndexOf('node_modules/')).startsWith(`node_modules/${family}`) && version) {
      versions.set(version, path);
    }
  }
  if (versions.size <= 1) return [];
  return [`package-lock.json: ${family}* must have one version, has ${[...versions.keys()].join(', ')}`];
}
