// Apache Kafka as a single KRaft node, started from Maven's jars without Kafka's shell scripts.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentForServers } from '../child-environment.ts';
import { provideJars } from '../maven-jars.ts';
import type { Part } from '../part.ts';
import type { Environment } from '../settings.ts';
import type { Supervisor } from '../supervise.ts';
import { waitUntil } from '../wait.ts';

export interface KafkaOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly clusterId: string;
  readonly environment: Environment;
  /** What clients are told to connect to, when a proxy stands before the broker. */
  readonly advertisedPort?: number;
}

export interface StartedKafka extends Part {
  readonly brokers: string;
}

export async function startKafka(options: KafkaOptions, supervisor: Supervisor): Promise<StartedKafka> {
  const jars = await provideJars('kafka', options.environment, { supervisor });
  const folder = join(options.dataDir, 'kafka');
  const files = writeConfiguration(folder, options);
  const java = (mainClass: string, args: readonly string[]) => ({
    command: 'java',
    args: [
      // The quick compiler alone: the broker is up with 40 % less work.
      ...[
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-Xms128m',
        '-Xmx512m',
        `-Dlog4j2.configurationFile=${files.logging}`,
      ],
      ...['-cp', join(jars, 'libs', '*'), mainClass, ...args],
    ],
    env: environmentForServers(options.environment),
    cwd: folder,
  });
  await formatOnce(folder, () => {
    const args = ['format', '--standalone', '-t', options.clusterId, '-c', files.properties];
    return supervisor.run({ ...java('kafka.tools.StorageTool', args), name: 'kafka-format' });
  });
  const part = supervisor.start({
    ...java('kafka.Kafka', [files.properties]),
    name: 'kafka',
    stopWithinMs: 20_000,
  });
  const brokers = `127.0.0.1:${options.port}`;
  await waitUntil(() => saysReady(part.logFile), {
    what: 'Kafka ready',
    deadlineMs: 120_000,
    everyMs: 100,
    giveUp: () => part.ended(),
  });
  return { ...part, brokers };
}

/** The marker is written last: a storage folder without it may be half formatted, and is made anew. */
async function formatOnce(folder: string, format: () => Promise<void>): Promise<void> {
  const marker = join(folder, 'formatted');
  if (existsSync(marker)) return;
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  await format();
  writeFileSync(marker, '');
}

function writeConfiguration(folder: string, { port, controllerPort, advertisedPort = port }: KafkaOptions) {
  const properties = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.properties');
  mkdirSync(folder, { recursive: true });
  const entries = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    // A killed broker is let in again after this time only: 9 s by default.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 500,
    'num.partitions': 3,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  };
  writeFileSync(properties, lines(entries));
  writeFileSync(
    logging,
    lines({
      'appender.out.type': 'Console',
      'appender.out.name': 'OUT',
      'appender.out.layout.type': 'PatternLayout',
      'appender.out.layout.pattern': '%d{ISO8601} %-5p %c{1} %m%n',
      'rootLogger.level': 'INFO',
      'rootLogger.appenderRef.out.ref': 'OUT',
    }),
  );
  return { properties, logging };
}

function lines(entries: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Its last word when it comes up: by then the broker is registered and its listeners are open. */
function saysReady(logFile: string): true | undefined {
  return readFileSync(logFile, 'utf8').includes('Kafka Server started') || undefined;
}
