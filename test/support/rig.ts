/**
 * A whole stack of one's own in which every process can be killed at an instant and started again: the outside world
 * by the code of `npm start`, workers and APIs by the test. Workers reach PostgreSQL, and everyone reaches Kafka,
 * through a proxy. Nothing of it is left after `stop`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf, ownEnvironment } from '../../sandbox/own-environment.ts';
import type { Exit, Part } from '../../sandbox/part.ts';
import { startKafka } from '../../sandbox/parts/kafka.ts';
import { runOwnTool, startOwnProcess } from '../../sandbox/parts/own-process.ts';
import { startPostgres } from '../../sandbox/parts/postgres.ts';
import { startTemporal } from '../../sandbox/parts/temporal.ts';
import { INNER_PORT_VARIABLES, startTemporalOnPostgres } from '../../sandbox/parts/temporal-on-postgres.ts';
import { findFreePorts, freePortVariables } from '../../sandbox/ports.ts';
import { keepSecrets } from '../../sandbox/secrets.ts';
import { parseSettings } from '../../sandbox/settings.ts';
import { createSupervisor } from '../../sandbox/supervise.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { makeWorkflowBundle } from './workflow-bundle.ts';

const root = join(import.meta.dirname, '..', '..');

export type RunningApi = Part & { readonly url: string };
export type World = 'postgres' | 'temporal' | 'kafka' | 'simulator';
type Variables = Readonly<Record<string, string>>;

export type Rig = {
  readonly dataDir: string;
  readonly simulator: string;
  readonly environment: Variables;
  /** Between the workers and PostgreSQL. */
  readonly databaseProxy: TcpProxy;
  /** Between everyone and Kafka. */
  readonly kafkaProxy: TcpProxy;
  /** `from`: the folder of another copy of the product. */
  startWorker(more?: Variables, from?: string): Promise<Part>;
  startApi(more?: Variables): Promise<RunningApi>;
  /** `kill -9`, and it is gone. */
  kill(part: Pick<Part, 'pid' | 'exited'>): Promise<void>;
  /** The one that runs now. */
  partOf(name: World): Part;
  killWorld(name: World): Promise<void>;
  /** Ends it as an operator would: with SIGTERM, and time to write down what it has in memory. */
  stopWorld(name: World): Promise<void>;
  restartWorld(name: World): Promise<void>;
  /** What our own processes logged at level `error` or above, from all that were started here. */
  errorsLogged(): readonly string[];
  /** `keep`: its folder stays. */
  stop(keep?: 'keep'): Promise<void>;
};

export type RigOptions = {
  /** Those servers alone, with nothing of ours set up in them. */
  readonly only?: readonly World[];
  /** `file`: quick to start. `postgres`: as in production, and killed with it. */
  readonly temporalOn?: 'file' | 'postgres';
  readonly variables?: Variables;
  /** Of Temporal on a file: dynamic configuration, by its names. */
  readonly limits?: Readonly<Record<string, number>>;
  /** What its folder is called, before a random end. */
  readonly name?: string;
  /** Ends the start: what was started is stopped, and `startRig` throws StoppingError. */
  readonly signal?: AbortSignal;
};

export async function startRig({
  only,
  temporalOn = 'file',
  variables,
  limits = {},
  name,
  signal,
}: RigOptions = {}): Promise<Rig> {
  const dataDir = mkdtempSync(join(tmpdir(), `${name ?? 'crash-tests'}-`));
  const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...outside } = process.env;
  const settings = parseSettings({
    // Both kinds of gateway, as in the live tests.
    GATEWAY_ROUTES: 'CARD=PORTONE,TRANSFER=PORTONE,EASY_PAY=PORTONE,MOBILE=TOSS',
    WORKFLOW_BUNDLE: process.env['WORKFLOW_BUNDLE'] ?? (await makeWorkflowBundle(dataDir)),
    ...outside,
    ...(await freePortVariables()),
    DATA_DIR: dataDir,
    SIMULATOR_WEBHOOKS: 'off',
    ...variables,
  });
  const { ports } = settings;
  const secrets = keepSecrets(dataDir);
  const supervisor = createSupervisor({ dataDir, ports });
  signal?.addEventListener('abort', () => void supervisor.stop(), { once: true });
  const databaseProxy = await startTcpProxy(ports.postgres);
  const kafkaProxy = await startTcpProxy(ports.kafka);
  const environment: Variables = {
    ...ownEnvironment(settings, secrets),
    KAFKA_BROKERS: `127.0.0.1:${kafkaProxy.port}`,
    RATE_LIMIT_PER_MINUTE: '100000',
  };
  const throughProxy = new URL(addressesOf(settings, secrets).databaseUrl);
  throughProxy.port = String(databaseProxy.port);

  const common = { dataDir, environment: outside };
  const innerPorts = temporalOn === 'file' ? [] : await findFreePorts(INNER_PORT_VARIABLES.length);
  const { databaseUrl } = addressesOf(settings, secrets);
  const worldStarts = {
    postgres: () =>
      startPostgres({ ...common, port: ports.postgres, password: secrets.databasePassword }, supervisor),
    temporal: () =>
      temporalOn === 'file'
        ? startTemporal(
            {
              ...{ ...common, port: ports.temporal, uiPort: ports.temporalUi, limits },
              codecUrl: 'http://127.0.0.1',
            },
            supervisor,
          )
        : startTemporalOnPostgres({ ...common, port: ports.temporal, innerPorts, databaseUrl }, supervisor),
    kafka: () =>
      startKafka(
        {
          ...common,
          ...{ port: ports.kafka, controllerPort: ports.kafkaController },
          ...{ clusterId: secrets.kafkaClusterId, advertisedPort: kafkaProxy.port },
        },
        supervisor,
      ),
    simulator: () => own('simulator'),
  };
  const world = new Map<World, Part>();
  const startWorld = async (name: World) => void world.set(name, await worldStarts[name]());
  const own = (name: 'simulator' | 'token-issuer') =>
    startOwnProcess({ name, script: `sandbox/${name}/main.ts`, env: environment }, supervisor);
  const tool = (name: string, script: string) => runOwnTool({ name, script, env: environment }, supervisor);
  const partOf = (name: World) => {
    const part = world.get(name);
    if (part === undefined) throw new Error(`${name} was never started`);
    return part;
  };

  async function kill(part: Pick<Part, 'pid' | 'exited'>): Promise<void> {
    process.kill(part.pid, 'SIGKILL');
    await part.exited;
  }

  let started = 0;
  async function startNode(kind: 'worker' | 'api', env: Variables, from = root): Promise<Part> {
    const name = `${kind}-${++started}`;
    const args = [join(from, kind, 'main.ts')];
    const part = supervisor.start({ name, command: process.execPath, args, env, cwd: from });
    const saysReady = () => readFileSync(part.logFile, 'utf8').includes('"msg":"ready"') || undefined;
    try {
      await waitUntil(saysReady, { what: `${name} ready`, deadlineMs: 60_000, giveUp: () => part.ended() });
    } catch (error) {
      await part.stop();
      throw error;
    }
    return part;
  }

  async function stop(keep?: 'keep'): Promise<void> {
    await supervisor.stop();
    await databaseProxy.close();
    await kafkaProxy.close();
    if (keep === undefined) rmSync(dataDir, { recursive: true, force: true });
  }

  async function startAll(): Promise<void> {
    const database = startWorld('postgres');
    const temporal = (temporalOn === 'file' ? Promise.resolve() : database).then(() =>
      startWorld('temporal'),
    );
    const migrated = database.then(() => tool('migrate', 'db/migrate.ts'));
    const servers = Promise.all([temporal, startWorld('kafka')]);
    const provisioned = servers.then(() => tool('provision', 'worker/provision.ts'));
    await Promise.all([migrated, provisioned, startWorld('simulator'), own('token-issuer')]);
  }
  try {
    await (only === undefined ? startAll() : Promise.all(only.map(startWorld)));
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    ...{ dataDir, environment, databaseProxy, kafkaProxy, partOf, kill, stop },
    simulator: addressesOf(settings, secrets).simulator,
    startWorker: async (more = {}, from = root) => {
      // Another copy has other workflows: its worker bundles them itself.
      const env = from === root ? environment : { ...environment, WORKFLOW_BUNDLE: '' };
      return await startNode('worker', { ...env, DATABASE_URL: throughProxy.href, ...more }, from);
    },
    async startApi(more = {}) {
      const port = more['API_PORT'] ?? String((await findFreePorts(1))[0]);
      const part = await startNode('api', { ...environment, ...more, API_PORT: port });
      return { ...part, url: `http://127.0.0.1:${port}` };
    },
    killWorld: async (name) => await kill(partOf(name)),
    stopWorld: async (name) => await partOf(name).stop(),
    async restartWorld(name) {
      // What a killed PostgreSQL leaves behind (its children, their shared memory) takes a moment to go.
      await waitUntil(async () => await startWorld(name).then(() => true), {
        what: `${name} restarted`,
        deadlineMs: 60_000,
        everyMs: 200,
      });
    },
    errorsLogged: () => readErrors(join(dataDir, 'logs')),
  };
}

function readErrors(folder: string): readonly string[] {
  return (
    readdirSync(folder)
      .filter((name) => /^(worker|api)-/.test(name))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
      .filter((line) => /^\{"level":"(error|fatal)"/.test(line))
      // An API says of each 503 that it answered one: the tests look at the answers themselves.
      .filter((line) => !line.includes('"code":"TEMPORARILY_UNAVAILABLE"'))
      // The SDK's native part complains of tasks that are given out again: what came of them the records tell.
      .filter((line) => !line.includes('"sdkComponent":"core"'))
  );
}

export function isClean({ code, signal }: Exit): boolean {
  return code === 0 && signal === null;
}
