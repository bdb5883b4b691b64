// Starts the whole sandbox, or some parts of it: `npm start` and the tests go through this one function. Each step
// begins as soon as what it needs is ready; the first fault stops everything that was started.

import { type Addresses, addressesOf, ownEnvironment } from './own-environment.ts';
import { type Part, type PartEnded, StoppingError } from './part.ts';
import { startKafka } from './parts/kafka.ts';
import { runOwnTool, startOwnProcess } from './parts/own-process.ts';
import { startPostgres } from './parts/postgres.ts';
import { startTemporal } from './parts/temporal.ts';
import { preflight } from './preflight.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { type PartName, stopOrder } from './stop-order.ts';
import { createSupervisor, type Supervisor } from './supervise.ts';

export type StepName = PartName | 'migrate' | 'provision';
export type StepState = 'waiting' | 'starting' | 'ready' | 'existing' | 'failed';

export interface StackOptions {
  /** Which steps to take; all, when not given. What a chosen step needs must be chosen too, or exist already. */
  readonly only?: readonly StepName[];
  readonly report?: (step: StepName, state: StepState, note?: string) => void;
  /** Ends the start: what was started is stopped, and `startStack` throws StoppingError. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly addresses: Addresses;
  /** For further processes of our own beside this stack, such as a second worker. */
  readonly environment: Readonly<Record<string, string>>;
  readonly parts: ReadonlyMap<StepName, Part>;
  /** Resolves with the first part that ended by itself. */
  readonly crashed: Promise<PartEnded>;
  stop(): Promise<void>;
}

const needs: Readonly<Record<StepName, readonly StepName[]>> = {
  postgres: [],
  temporal: [],
  kafka: [],
  simulator: [],
  'token-issuer': [],
  'codec-server': [],
  migrate: ['postgres'],
  provision: ['temporal', 'kafka'],
  worker: ['migrate', 'provision', 'simulator'],
  api: ['migrate', 'provision', 'token-issuer'],
};

/** In the order in which they are shown. */
const allSteps: readonly StepName[] = [
  ...(['postgres', 'temporal', 'kafka', 'simulator', 'token-issuer'] as const),
  ...(['codec-server', 'migrate', 'provision', 'worker', 'api'] as const),
];

/** @throws SandboxFaults before anything is started; PartEnded or StoppingError after all is stopped again. */
export async function startStack(settings: Settings, options: StackOptions = {}): Promise<Stack> {
  const { report, signal } = options;
  const chosen = allSteps.filter((step) => options.only?.includes(step) ?? true);
  const steps = chosen.filter((step) => !isExisting(step, settings));
  await preflight(
    settings,
    stopOrder.filter((part) => steps.includes(part)),
  );
  if (signal?.aborted) throw new StoppingError();
  for (const step of chosen) report?.(step, steps.includes(step) ? 'waiting' : 'existing');
  const secrets = keepSecrets(settings.dataDir);
  const supervisor = createSupervisor({
    dataDir: settings.dataDir,
    ports: settings.ports,
    onAnnounce: ({ part, text }) => report?.(part, 'starting', text),
  });
  signal?.addEventListener('abort', () => void supervisor.stop(), { once: true });
  const environment = ownEnvironment(settings, secrets);
  const context = { settings, secrets, supervisor, environment, ...(signal && { signal }) };
  const parts = new Map<StepName, Part>();
  try {
    const failed = supervisor.crashed.then((reason) => Promise.reject(reason));
    await Promise.race([takeSteps(steps, { context, parts, ...(report && { report }) }), failed]);
  } catch (error) {
    await supervisor.stop();
    throw signal?.aborted ? new StoppingError() : error;
  }
  supervisor.markReady();
  return {
    addresses: addressesOf(settings, secrets),
    environment,
    parts,
    crashed: supervisor.crashed,
    stop: () => supervisor.stop(),
  };
}

interface StepContext {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly supervisor: Supervisor;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

interface Taking {
  readonly context: StepContext;
  readonly parts: Map<StepName, Part>;
  readonly report?: NonNullable<StackOptions['report']>;
}

async function takeSteps(steps: readonly StepName[], { context, parts, report }: Taking): Promise<void> {
  const begun = new Map<StepName, Promise<void>>();
  let hasFailed = false;
  const begin = (step: StepName): Promise<void> => {
    const already = begun.get(step);
    if (already) return already;
    const needed = needs[step].filter((other) => steps.includes(other)).map(begin);
    const taken = Promise.all(needed).then(async () => {
      report?.(step, 'starting');
      try {
        const part = await takeStep(step, context);
        if (part) parts.set(step, part);
        report?.(step, 'ready');
      } catch (error) {
        // Whoever fails later does so because all is being stopped.
        if (!hasFailed && !context.signal?.aborted) report?.(step, 'failed');
        hasFailed = true;
        throw error;
      }
    });
    begun.set(step, taken);
    return taken;
  };
  await Promise.all(steps.map(begin));
}

function takeStep(step: StepName, context: StepContext): Promise<Part | void> {
  const { settings, secrets, supervisor, environment: env } = context;
  const { dataDir, ports, environment } = settings;
  const own = (name: PartName, script: string, more: Readonly<Record<string, string>> = {}) =>
    startOwnProcess({ name, script, env: { ...env, ...more } }, supervisor);
  switch (step) {
    case 'postgres': {
      const options = { dataDir, port: ports.postgres, password: secrets.databasePassword, environment };
      return startPostgres(options, supervisor);
    }
    case 'temporal': {
      const codecUrl = `http://127.0.0.1:${ports.codec}`;
      const options = { dataDir, port: ports.temporal, uiPort: ports.temporalUi, codecUrl, environment };
      return startTemporal(options, supervisor);
    }
    case 'kafka': {
      const { kafka: port, kafkaController: controllerPort } = ports;
      return startKafka(
        { dataDir, port, controllerPort, clusterId: secrets.kafkaClusterId, environment },
        supervisor,
      );
    }
    case 'simulator':
      return own('simulator', 'sandbox/simulator/main.ts');
    case 'token-issuer':
      return own('token-issuer', 'sandbox/token-issuer/main.ts');
    case 'codec-server':
      return own('codec-server', 'worker/codec-server.ts');
    case 'worker':
      // Of this worker alone: another one with the same environment could not listen there.
      return own('worker', 'worker/main.ts', { METRICS_ADDRESS: `127.0.0.1:${ports.metrics}` });
    case 'api':
      return own('api', 'api/main.ts');
    case 'migrate':
      return runOwnTool({ name: 'migrate', script: 'db/migrate.ts', env }, supervisor);
    case 'provision':
      return runOwnTool({ name: 'provision', script: 'worker/provision.ts', env }, supervisor);
  }
}

function isExisting(step: StepName, { existing }: Settings): boolean {
  if (step === 'postgres') return existing.databaseUrl !== undefined;
  if (step === 'temporal') return existing.temporalAddress !== undefined;
  return step === 'kafka' && existing.kafkaBrokers !== undefined;
}
