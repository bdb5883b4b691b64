// Jars of a Maven artifact with all that it needs, fetched once into the cache.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CachedThing, cached, isCached, pinnedVersion } from './cache.ts';
import { environmentForBuilds } from './child-environment.ts';
import type { Environment } from './settings.ts';
import type { Supervisor } from './supervise.ts';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const artifacts = { kafka: 'kafka_2.13', 'temporal-test-server': 'temporal-test-server' } as const;

export type JarSet = keyof typeof artifacts;

export function areJarsCached(set: JarSet, environment: Environment): boolean {
  return isCached({ what: set, version: versionOf(set) }, environment);
}

/** @returns the cache's folder, which holds the jars in `libs/`. */
export function provideJars(
  set: JarSet,
  environment: Environment,
  { supervisor, finish }: { supervisor: Pick<Supervisor, 'run'>; finish?: (folder: string) => void },
): Promise<string> {
  const make: CachedThing['make'] = async (into) => {
    await supervisor.run({
      name: `${set}-download`,
      announce: { part: set === 'kafka' ? 'kafka' : 'temporal', text: 'fetching its jars with Maven, once' },
      command: 'mvn',
      args: [
        '--batch-mode',
        '--no-transfer-progress',
        '-f',
        pomOf(set),
        copyDependencies,
        `-DoutputDirectory=${into}/libs`,
      ],
      env: environmentForBuilds(environment),
    });
    finish?.(into);
  };
  return cached({ what: set, version: versionOf(set), make }, environment);
}

function pomOf(set: JarSet): string {
  return join(import.meta.dirname, 'tools', `${set}.pom.xml`);
}

function versionOf(set: JarSet): string {
  const pom = readFileSync(pomOf(set), 'utf8');
  const version = new RegExp(`<artifactId>${artifacts[set]}</artifactId>\\s*<version>([^<]+)<`).exec(
    pom,
  )?.[1];
  if (version === undefined) throw new Error(`${pomOf(set)} does not name ${artifacts[set]}`);
  return pinnedVersion(version, pom);
}
