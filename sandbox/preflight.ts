// Looks before anything is started: is the data folder free, is every port free, is every tool there? All faults
// together, one line each, with what to do about it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import { areJarsCached } from './maven-jars.ts';
import { isPortFree, type PortName, portTakenMessage } from './ports.ts';
import { isAlive } from './process-identity.ts';
import { ownerOf, readRunning, stopLeftovers } from './running-file.ts';
import { SandboxFaults, type Settings } from './settings.ts';
import type { PartName } from './stop-order.ts';
import { findTemporal, isTemporalBuilt } from './temporal-binary.ts';
import { waitUntil } from './wait.ts';

const oldestJava = 17;

const portsOfParts: Readonly<Record<PartName, readonly PortName[]>> = {
  api: ['api'],
  worker: ['metrics'],
  'codec-server': ['codec'],
  'token-issuer': ['tokenIssuer'],
  simulator: ['simulator'],
  kafka: ['kafka', 'kafkaController'],
  temporal: ['temporal', 'temporalUi'],
  postgres: ['postgres'],
};

/** @throws SandboxFaults */
export async function preflight(settings: Settings, parts: readonly PartName[]): Promise<void> {
  const owner = ownerOf(settings.dataDir);
  if (owner) {
    throw new SandboxFaults([
      `${settings.dataDir} is in use by process ${owner.pid}: stop it, or set DATA_DIR and the ports for a second copy`,
    ]);
  }
  await endEarlierRun(settings.dataDir);
  const found = await Promise.all([
    portFaults(settings, parts),
    parts.includes('kafka') ? kafkaFaults(settings) : [],
    parts.includes('temporal') ? temporalFaults(settings) : [],
  ]);
  const faults = found.flat();
  if (faults.length > 0) throw new SandboxFaults(faults);
}

/** A run that was killed: its guard may still be stopping the parts; without a guard they are stopped here. */
async function endEarlierRun(dataDir: string): Promise<void> {
  const guard = readRunning(dataDir)?.guard;
  if (guard)
    await waitUntil(() => !isAlive(guard) || undefined, {
      what: 'end of the run before',
      deadlineMs: 90_000,
    });
  await stopLeftovers(dataDir);
}

async function portFaults({ ports }: Settings, parts: readonly PartName[]): Promise<string[]> {
  const names = parts.flatMap((part) => portsOfParts[part]);
  const free = await Promise.all(names.map((name) => isPortFree(ports[name])));
  return names.flatMap((name, index) => (free[index] ? [] : [portTakenMessage(name, ports[name])]));
}

async function kafkaFaults({ environment }: Settings): Promise<string[]> {
  const orElse = 'or point KAFKA_BROKERS at a server that is running';
  const faults: string[] = [];
  const java = findProgram('java', environment);
  const version = java === undefined ? undefined : await javaVersion(java);
  if (!java)
    faults.push(`java is missing, and Kafka needs it: install a JDK ${oldestJava} or newer, ${orElse}`);
  else if (version !== undefined && version < oldestJava) {
    faults.push(`java is version ${version}, and Kafka needs ${oldestJava}: install a newer JDK, ${orElse}`);
  }
  if (!areJarsCached('kafka', environment) && !findProgram('mvn', environment)) {
    faults.push(`mvn is missing, and Kafka is fetched with it: install Maven 3.6 or newer, ${orElse}`);
  }
  return faults;
}

async function temporalFaults({ environment }: Settings): Promise<string[]> {
  if (isTemporalBuilt(environment) || findProgram('go', environment) || (await findTemporal(environment)))
    return [];
  return [
    'go is missing, and Temporal is built with it: install Go 1.26 or newer (or a `temporal` with server 1.31 ' +
      'or newer on the PATH), or point TEMPORAL_ADDRESS at a server that is running',
  ];
}

/** @returns undefined when it does not say. */
async function javaVersion(java: string): Promise<number | undefined> {
  try {
    const { stderr } = await promisify(execFile)(java, ['-version'], { timeout: 20_000 });
    const found = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
