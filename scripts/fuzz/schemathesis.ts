/** Schemathesis in a Python environment of its own, installed once into the cache, in exactly the versions that are listed. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, pinnedVersion } from '../../sandbox/cache.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');
const configuration = join(import.meta.dirname, 'schemathesis.toml');

export type FuzzOptions = {
  readonly url: string;
  readonly token: string;
  readonly seed: number;
  readonly examples: number;
  /** Where it leaves what it notes down. */
  readonly workDir: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns the exit code: 0 when every check of every answer passed. */
export async function runSchemathesis(
  { url, token, seed, examples, workDir }: FuzzOptions,
  environment: Environment,
): Promise<number> {
  const folder = await provide(environment);
  const options = [
    '--checks=all',
    `--seed=${seed}`,
    `--max-examples=${examples}`,
    '--no-color',
    '--generation-database=none',
  ];
  return await run(
    pythonOf(folder),
    ['-m', 'schemathesis.cli', `--config-file=${configuration}`, 'run', `${url}/openapi.json`, ...options],
    { ...environment, FUZZ_URL: url, FUZZ_TOKEN: token },
    workDir,
  );
}

async function provide(environment: Environment): Promise<string> {
  const list = readFileSync(requirements, 'utf8');
  const version = /^schemathesis==(\S+)$/m.exec(list)?.[1];
  if (version === undefined) throw new Error(`${requirements} does not name schemathesis`);
  return await cached(
    {
      what: 'schemathesis',
      version: pinnedVersion(version, list),
      make: async (into) => {
        console.log(`installing Schemathesis ${version}, once`);
        await mustRun('python3', ['-m', 'venv', into], environment);
        // By module: the programs of an environment name the folder in which they were installed.
        const install = [
          '-m',
          'pip',
          'install',
          '--quiet',
          '--disable-pip-version-check',
          '--requirement',
          requirements,
        ];
        await mustRun(pythonOf(into), install, environment);
      },
    },
    environment,
  );
}

function pythonOf(folder: string): string {
  return join(folder, 'bin', 'python3');
}

async function mustRun(command: string, args: readonly string[], environment: Environment): Promise<void> {
  const code = await run(command, args, environment);
  if (code !== 0)
    throw new Error(`${command} ended with ${code}: Python 3.10 or newer with venv and pip is needed`);
}

async function run(
  command: string,
  args: readonly string[],
  ...[environment, cwd]: [environment: Environment, cwd?: string]
): Promise<number> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment },
    ...(cwd !== undefined && { cwd }),
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}
