/**
 * The compose file against the table of variables: each process gets what it must have, nothing that it does not
 * read, and values that its own loader takes. No Docker is needed for that.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import * as load from '../../platform/config/load-config.ts';
import type { Process, Variable } from '../../platform/config/variable.ts';
import { VARIABLES } from '../../platform/config/variables.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const table: Readonly<Record<string, Variable>> = VARIABLES;

const PROCESSES = [
  { service: 'migrate', entry: 'db/migrate.ts', load: load.loadMigrateConfig },
  { service: 'provision', entry: 'worker/provision.ts', load: load.loadProvisionConfig },
  { service: 'worker', entry: 'worker/main.ts', load: load.loadWorkerConfig },
  { service: 'api', entry: 'api/main.ts', load: load.loadApiConfig },
  { service: 'codec', entry: 'worker/codec-server.ts', load: load.loadCodecConfig },
] as const satisfies readonly { service: Process; entry: string; load: unknown }[];

const serviceSchema = z.looseObject({
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.unknown()).default({}),
});
const { services } = z
  .looseObject({ services: z.record(z.string(), serviceSchema) })
  .parse(parse(read('docker-compose.yml')));

/** `${NAME:?}` and `${NAME:-default}` in the compose file. */
const REFERENCE = /\$\{(\w+)(?::\?|:-([^}]*))\}/g;

describe('docker-compose.yml', () => {
  it('runs every process of the server, and no other', () => {
    const own = Object.entries(services).filter(([, { build }]) => build !== undefined);
    expect(own.map(([name, { command }]) => [name, command])).toEqual(
      PROCESSES.map(({ service, entry }) => [service, ['node', entry]]),
    );
  });

  it.each(PROCESSES)('gives $service what it reads, and nothing else', ({ service }) => {
    const given = Object.keys(environmentOf(service));
    expect(given.filter((name) => !isReadBy(service, name))).toEqual([]);
  });

  it.each(PROCESSES)('configures $service so that it starts', ({ service, load: loadConfig }) => {
    expect(() => loadConfig(filled(environmentOf(service)))).not.toThrow();
  });

  it.each(PROCESSES)(
    'configures $service with everything that may be left out',
    ({ service, load: loadConfig }) => {
      const all = { ...exampleOf(environmentOf(service)), GATEWAY_ROUTES: 'CARD=PORTONE,MOBILE=TOSS' };
      expect(() => loadConfig(filled(environmentOf(service), all))).not.toThrow();
    },
  );

  it('starts a service after services that exist', () => {
    const needed = Object.values(services).flatMap(({ depends_on }) => Object.keys(depends_on));
    expect(needed.filter((name) => services[name] === undefined)).toEqual([]);
  });

  it('asks for what .env.example names', () => {
    const asked = new Set([...read('docker-compose.yml').matchAll(REFERENCE)].map(([, name]) => name));
    const named = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(asked);
  });
});

describe('Dockerfile', () => {
  it('copies what the processes consist of, and .dockerignore lets it through', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    const folders = new Set(PROCESSES.map(({ entry }) => entry.split('/')[0]));
    expect(copied).toEqual(
      expect.arrayContaining([...folders, 'domain', 'platform', 'workflows', 'activities']),
    );
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const [, , ...letThrough] = read('.dockerignore').trimEnd().split('\n');
    expect(new Set(letThrough)).toEqual(new Set(copied.map((name) => `!${name}`)));
  });
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function environmentOf(service: Process): Readonly<Record<string, string>> {
  return services[service]?.environment ?? {};
}

/** `worker-toss` and `codec-token` are the same processes, told more. */
function isReadBy(service: Process, name: string): boolean {
  const readers = table[name]?.usedBy ?? [];
  return readers.some((reader) => reader === service || reader.startsWith(`${service}-`));
}

/** What stands in the table for each variable that the environment asks for. */
function exampleOf(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(environment).map((name) => [name, table[name]?.example ?? 'secret']));
}

/** As Compose fills it in, with the example of each variable as what the operator wrote into `.env`. */
function filled(
  environment: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(
        REFERENCE,
        (_, variable: string, byDefault?: string) =>
          written[variable] ?? byDefault ?? table[variable]?.example ?? 'secret',
      ),
    ]),
  );
}
