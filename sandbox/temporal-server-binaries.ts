// Temporal's bare server and its SQL tool, for a Temporal on PostgreSQL: built once with Go from sandbox/tools/go.mod,
// which pins them together with the command line tool.
import { join } from 'node:path';
import { cached } from './cache.ts';
import { environmentForBuilds } from './child-environment.ts';
import type { Environment } from './settings.ts';
import type { Supervisor } from './supervise.ts';
import { buildArguments, pins, toolsDir } from './temporal-binary.ts';

const module = 'go.temporal.io/server';

export interface TemporalServerBinaries {
  readonly server: string;
  readonly sqlTool: string;
}

export async function provideTemporalServer(
  environment: Environment,
  supervisor: Pick<Supervisor, 'run'>,
): Promise<TemporalServerBinaries> {
  const { version, cacheVersion } = pins();
  const build = async (output: string, program: string) =>
    await supervisor.run({
      name: 'temporal-server-build',
      announce: {
        part: 'temporal',
        text: `building the server of ${version} with Go, once: about 4 minutes`,
      },
      command: 'go',
      args: buildArguments({ output, program: `${module}/${program}` }),
      cwd: toolsDir,
      env: { ...environmentForBuilds(environment), CGO_ENABLED: '0', GOWORK: 'off' },
    });
  const make = async (into: string) => {
    await build(join(into, 'temporal-server'), 'cmd/server');
    await build(join(into, 'temporal-sql-tool'), 'cmd/tools/sql');
  };
  const folder = await cached({ what: 'temporal-server', version: cacheVersion, make }, environment);
  return { server: join(folder, 'temporal-server'), sqlTool: join(folder, 'temporal-sql-tool') };
}
