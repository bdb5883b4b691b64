// `npm run -s sbom > sbom.cdx.json`: what a release consists of, as a CycloneDX 1.5 list, from package-lock.json alone.
// The same lock gives the same bytes. (`npm sbom --omit dev` leaves out whatever a dev dependency needs as well:
// 176 of 214 packages here, Temporal's worker among them.)
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const Locked = z.object({
  name: z.string().optional(),
  version: z.string(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const Lock = z.object({ name: z.string(), version: z.string(), packages: z.record(z.string(), Locked) });

type Packages = Readonly<Record<string, z.infer<typeof Locked>>>;

if (import.meta.main) {
  const text = await readFile(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8');
  process.stdout.write(`${JSON.stringify(sbomOf(text), null, 2)}\n`);
}

export function sbomOf(lockText: string) {
  const { name, version, packages } = Lock.parse(JSON.parse(lockText));
  const shipped = Object.fromEntries(
    Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev),
  );
  const components = Object.keys(shipped).map((path) => componentOf(path, shipped));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(lockText)}`,
    version: 1,
    metadata: {
      component: {
        'bom-ref': `${name}@${version}`,
        type: 'application',
        name,
        version,
        purl: purlOf(name, version),
      },
    },
    components: [...new Map(components.map((component) => [component['bom-ref'], component])).values()],
    dependencies: Object.entries(packages)
      .filter(([path]) => path === '' || path in shipped)
      .map(([path, locked]) => ({
        ref: path === '' ? `${name}@${version}` : refOf(path, packages),
        dependsOn: Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
          .map((wanted) => lookUp(path, wanted, shipped))
          .filter((found) => found !== undefined)
          .map((found) => refOf(found, packages))
          .sort(),
      })),
  };
}

function componentOf(path: string, packages: Packages) {
  const { version, license, integrity, optional, devOptional } = packageAt(path, packages);
  const name = nameOf(path, packages);
  return {
    'bom-ref': refOf(path, packages),
    type: 'library',
    name,
    version,
    // Binaries of other platforms, and what is only used where it is installed.
    scope: optional || devOptional ? 'optional' : 'required',
    purl: purlOf(name, version),
    ...(license !== undefined && {
      licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
    }),
    ...(integrity !== undefined && { hashes: [hashOf(integrity)] }),
  };
}

/** `sha512-<base64>` of the lock, as hex digits. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split('-');
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  };
}

/** Node's own look-up: next to the package that asks, then in every folder above it. */
function lookUp(from: string, name: string, packages: Packages): string | undefined {
  let folder = from;
  for (;;) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '');
  }
}

function refOf(path: string, packages: Packages): string {
  return `${nameOf(path, packages)}@${packageAt(path, packages).version}`;
}

function nameOf(path: string, packages: Packages): string {
  return (
    packageAt(path, packages).name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  );
}

function packageAt(path: string, packages: Packages): z.infer<typeof Locked> {
  const locked = packages[path];
  if (locked === undefined) throw new Error(`package-lock.json has no ${path}`);
  return locked;
}

function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Of the lock's text, in the form of a UUID v8 (RFC 9562: made as one likes). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
