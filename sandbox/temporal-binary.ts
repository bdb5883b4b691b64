// Where Temporal's command line tool, with server and Web UI inside, comes from: the PATH when its version will do,
// else built once with Go from sandbox/tools/go.mod (about 4 minutes).
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached, isCached, pinnedVersion } from './cache.ts';
import { environmentForBuilds } from './child-environment.ts';
import { findProgram } from './find-program.ts';
import type { Environment } from './settings.ts';
import type { Supervisor } from './supervise.ts';

export const toolsDir = join(import.meta.dirname, 'tools');
/** From this one on, the server takes update-with-start and pausing of activities as this project uses them. */
const oldestServer = [1, 31] as const;
const module = 'github.com/temporalio/cli';

export async function findTemporal(environment: Environment): Promise<string | undefined> {
  const onPath = findProgram('temporal', environment);
  if (onPath && (await isSuitable(onPath))) return onPath;
  return undefined;
}

export function isTemporalBuilt(environment: Environment): boolean {
  return isCached({ what: 'temporal', version: pins().cacheVersion }, environment);
}

/** @returns the path of the `temporal` program. */
export async function provideTemporal(
  environment: Environment,
  supervisor: Pick<Supervisor, 'run'>,
): Promise<string> {
  const onPath = await findTemporal(environment);
  if (onPath) return onPath;
  const { version, cacheVersion } = pins();
  const folder = await cached(
    {
      what: 'temporal',
      version: cacheVersion,
      make: (into) =>
        supervisor.run({
          name: 'temporal-build',
          announce: { part: 'temporal', text: `building ${version} with Go, once: about 4 minutes` },
          command: 'go',
          args: buildArguments({
            output: join(into, 'temporal'),
            program: `${module}/cmd/temporal`,
            flags: ` -X ${module}/internal/temporalcli.Version=${version}`,
          }),
          cwd: toolsDir,
          env: { ...environmentForBuilds(environment), CGO_ENABLED: '0', GOWORK: 'off' },
        }),
    },
    environment,
  );
  return join(folder, 'temporal');
}

interface Building {
  readonly output: string;
  /** The package with its `main`. */
  readonly program: string;
  readonly flags?: string;
}

export function buildArguments({ output, program, flags = '' }: Building): string[] {
  return [
    'build',
    '-trimpath',
    '-tags=disable_grpc_modules',
    `-ldflags=-s -w${flags}`,
    '-o',
    output,
    program,
  ];
}

/** What sandbox/tools/go.mod pins, and a fingerprint of it. */
export function pins(): { version: string; cacheVersion: string } {
  const goMod = readFileSync(join(toolsDir, 'go.mod'), 'utf8');
  const version = /github\.com\/temporalio\/cli v(\S+)/.exec(goMod)?.[1];
  if (version === undefined) throw new Error('sandbox/tools/go.mod does not name the Temporal CLI');
  return {
    version,
    cacheVersion: pinnedVersion(version, goMod + readFileSync(join(toolsDir, 'go.sum'), 'utf8')),
  };
}

async function isSuitable(program: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 });
    return isSuitableVersion(stdout);
  } catch {
    return false;
  }
}

/** @param text such as `temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)` */
export function isSuitableVersion(text: string): boolean {
  const found = /Server (\d+)\.(\d+)/.exec(text);
  if (!found) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1]);
}
