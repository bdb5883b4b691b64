// What the sandbox is told by its environment: where its data is, which ports it takes, which servers exist
// already. Every fault is found at once, since a newcomer should not have to start five times to learn five things.
import { resolve } from 'node:path';
import { z } from 'zod';
import { type PortName, portTable } from './ports.ts';

export interface Settings {
  readonly dataDir: string;
  readonly ports: Readonly<Record<PortName, number>>;
  /** Servers that somebody else runs: the sandbox uses them and starts none of its own. */
  readonly existing: {
    readonly databaseUrl?: string;
    readonly temporalAddress?: string;
    readonly kafkaBrokers?: string;
  };
  /** The caller's own environment: child processes get a chosen part of it, see child-environment.ts. */
  readonly environment: Environment;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Faults of the surroundings that a person can mend: shown as lines, without a stack. */
export class SandboxFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'SandboxFaults';
    this.faults = faults;
  }
}

/** @throws SandboxFaults naming every faulty variable. */
export function parseSettings(environment: Environment): Settings {
  const parsed = schema.safeParse(withoutEmpty(environment));
  const faults = parsed.success
    ? equalPorts(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) throw new SandboxFaults(faults);
  const { DATABASE_URL, TEMPORAL_ADDRESS, KAFKA_BROKERS } = parsed.data;
  return {
    dataDir: dataDirOf(environment),
    ports: portsOf(parsed.data),
    existing: {
      ...(DATABASE_URL && { databaseUrl: DATABASE_URL }),
      ...(TEMPORAL_ADDRESS && { temporalAddress: TEMPORAL_ADDRESS }),
      ...(KAFKA_BROKERS && { kafkaBrokers: KAFKA_BROKERS }),
    },
    environment,
  };
}

export function dataDirOf(environment: Environment): string {
  return resolve(environment['DATA_DIR'] || '.data');
}

const hostAndPort = /^[^\s:,]+:\d{1,5}$/;
const port = (byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'not a port number')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, 'not between 1 and 65535')
    .default(byDefault);

const schema = z.object({
  API_PORT: port(portTable.api.byDefault),
  TEMPORAL_PORT: port(portTable.temporal.byDefault),
  TEMPORAL_UI_PORT: port(portTable.temporalUi.byDefault),
  KAFKA_PORT: port(portTable.kafka.byDefault),
  KAFKA_CONTROLLER_PORT: port(portTable.kafkaController.byDefault),
  POSTGRES_PORT: port(portTable.postgres.byDefault),
  SIMULATOR_PORT: port(portTable.simulator.byDefault),
  TOKEN_ISSUER_PORT: port(portTable.tokenIssuer.byDefault),
  CODEC_PORT: port(portTable.codec.byDefault),
  METRICS_PORT: port(portTable.metrics.byDefault),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'not a postgres:// URL')
    .optional(),
  TEMPORAL_ADDRESS: z.string().regex(hostAndPort, 'not host:port').optional(),
  KAFKA_BROKERS: z
    .string()
    .refine(
      (list) => list.split(',').every((broker) => hostAndPort.test(broker.trim())),
      'not host:port,host:port',
    )
    .optional(),
});

function portsOf(values: z.infer<typeof schema>): Record<PortName, number> {
  return {
    api: values.API_PORT,
    temporal: values.TEMPORAL_PORT,
    temporalUi: values.TEMPORAL_UI_PORT,
    kafka: values.KAFKA_PORT,
    kafkaController: values.KAFKA_CONTROLLER_PORT,
    postgres: values.POSTGRES_PORT,
    simulator: values.SIMULATOR_PORT,
    tokenIssuer: values.TOKEN_ISSUER_PORT,
    codec: values.CODEC_PORT,
    metrics: values.METRICS_PORT,
  };
}

function equalPorts(values: z.infer<typeof schema>): string[] {
  const variablesByPort = new Map<number, string[]>();
  for (const [name, value] of Object.entries(portsOf(values))) {
    const variable = Object.entries(portTable).find(([key]) => key === name)?.[1].variable ?? name;
    variablesByPort.set(value, [...(variablesByPort.get(value) ?? []), variable]);
  }
  return [...variablesByPort]
    .filter(([, variables]) => variables.length > 1)
    .map(([value, variables]) => `${variables.join(' and ')}: both are ${value}`);
}

/** `API_PORT= npm start` means: not set. */
function withoutEmpty(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([key, value]) =>
    value ? [[key, value] as const] : [],
  );
  return Object.fromEntries(entries);
}
