// Temporal's development server with its Web UI, keeping its data in one SQLite file.
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { environmentForServers } from '../child-environment.ts';
import type { Part } from '../part.ts';
import type { Environment } from '../settings.ts';
import type { Supervisor } from '../supervise.ts';
import { provideTemporal } from '../temporal-binary.ts';
import { waitUntil } from '../wait.ts';

export interface TemporalOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly uiPort: number;
  /** Where the Web UI has payloads decoded. */
  readonly codecUrl: string;
  readonly environment: Environment;
  /** Dynamic configuration besides ours, by its names: a test's limits. */
  readonly limits?: Readonly<Record<string, number>>;
}

export interface StartedTemporal extends Part {
  readonly address: string;
}

export async function startTemporal(
  options: TemporalOptions,
  supervisor: Supervisor,
): Promise<StartedTemporal> {
  const program = await provideTemporal(options.environment, supervisor);
  const part = supervisor.start({
    name: 'temporal',
    command: program,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
      ...[
        '--ui-port',
        String(options.uiPort),
        '--ui-codec-endpoint',
        options.codecUrl,
        '--ui-disable-news-fetch',
      ],
      ...[
        '--db-filename',
        join(options.dataDir, 'temporal.sqlite'),
        '--log-level',
        'warn',
        '--log-format',
        'json',
      ],
      ...tuning,
      ...Object.entries(options.limits ?? {}).flatMap(([key, value]) => [
        '--dynamic-config-value',
        `${key}=${value}`,
      ]),
    ],
    env: environmentForServers(options.environment),
  });
  const address = `127.0.0.1:${options.port}`;
  await waitUntil(() => answers(address), {
    what: 'Temporal ready',
    deadlineMs: 60_000,
    giveUp: () => part.ended(),
  });
  return { ...part, address };
}

/**
 * The one history shard is polled 20 times a second by default: each task would wait up to 50 ms. And a task that is
 * handed to a worker just stopping is lost until its time-out, unless the server ends that worker's polls first.
 */
const tuning = [
  ...['--dynamic-config-value', 'frontend.enableCancelWorkerPollsOnShutdown=true'],
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
  ...['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=2000'],
  ...['--dynamic-config-value', 'history.visibilityProcessorMaxPollRPS=2000'],
  ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
];

async function answers(address: string): Promise<true> {
  const connection = await Connection.connect({ address, connectTimeout: '1 second' });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}
