// What a child process gets to see of the caller's environment: what programs need to run on this machine, and nothing
// that could change what the sandbox decides.
import { VARIABLES } from '../platform/config/variables.ts';
import type { Environment } from './settings.ts';

const forEveryProgram = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'JAVA_HOME'];

/** Where things are is the sandbox's to say; every other setting of our own processes is the caller's. */
const decidedHere = [
  ...['API_HOST', 'API_PORT', 'CODEC_HOST', 'CODEC_PORT', 'METRICS_ADDRESS'],
  ...['DATABASE_URL', 'TEMPORAL_ADDRESS', 'KAFKA_BROKERS'],
];
/** How the simulated gateways send their webhooks. */
const forTheSimulator = [
  'SIMULATOR_WEBHOOKS',
  'SIMULATOR_WEBHOOK_RETRY_MS',
  'SIMULATOR_TOSS_WEBHOOK_RETRY_MS',
];
const forNode = ['NODE_OPTIONS', 'NODE_COMPILE_CACHE'];
const forOwnProcesses = [...Object.keys(VARIABLES), ...forTheSimulator, ...forNode].filter(
  (name) => !decidedHere.includes(name),
);

export function environmentForServers(environment: Environment): Record<string, string> {
  return pick(environment, forEveryProgram);
}

export function overridesForOwnProcesses(environment: Environment): Record<string, string> {
  return pick(environment, forOwnProcesses);
}

/** Builders get everything but what npm adds: proxies, mirrors and certificates are found under many names. */
export function environmentForBuilds(environment: Environment): Record<string, string> {
  return pick(
    environment,
    Object.keys(environment).filter((name) => !name.toLowerCase().startsWith('npm_')),
  );
}

function pick(environment: Environment, names: readonly string[]): Record<string, string> {
  const entries = names.flatMap((name) => {
    const value = environment[name];
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(entries);
}
