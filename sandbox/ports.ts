// The ports that the sandbox listens on, all on loopback, each with the variables that change it.
import { createServer } from 'node:net';

export type PortName = keyof typeof portTable;

interface PortEntry {
  readonly byDefault: number;
  readonly variable: string;
  /** Whose port it is, in words. */
  readonly part: string;
  /** The variable that names a server which exists already, so that this part need not start. */
  readonly existing?: string;
}

export const portTable = {
  api: { byDefault: 3000, variable: 'API_PORT', part: 'the API' },
  temporal: { byDefault: 7233, variable: 'TEMPORAL_PORT', part: 'Temporal', existing: 'TEMPORAL_ADDRESS' },
  temporalUi: {
    byDefault: 8233,
    variable: 'TEMPORAL_UI_PORT',
    part: "Temporal's Web UI",
    existing: 'TEMPORAL_ADDRESS',
  },
  kafka: { byDefault: 9092, variable: 'KAFKA_PORT', part: 'Kafka', existing: 'KAFKA_BROKERS' },
  kafkaController: {
    byDefault: 9093,
    variable: 'KAFKA_CONTROLLER_PORT',
    part: "Kafka's controller",
    existing: 'KAFKA_BROKERS',
  },
  postgres: { byDefault: 5433, variable: 'POSTGRES_PORT', part: 'PostgreSQL', existing: 'DATABASE_URL' },
  simulator: { byDefault: 4000, variable: 'SIMULATOR_PORT', part: 'the PG simulator' },
  tokenIssuer: { byDefault: 4001, variable: 'TOKEN_ISSUER_PORT', part: 'the token issuer' },
  codec: { byDefault: 4002, variable: 'CODEC_PORT', part: 'the codec server' },
  metrics: { byDefault: 9464, variable: 'METRICS_PORT', part: "the worker's metrics" },
} as const satisfies Record<string, PortEntry>;

export function portTakenMessage(name: PortName, port: number): string {
  const { part, variable, existing }: PortEntry = portTable[name];
  const orElse = existing ? `, or point ${existing} at a server that is running` : '';
  return `port ${port} is taken, and ${part} needs it: set ${variable} to a free port${orElse}`;
}

export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

/** Ports that were free a moment ago, all different; for tests and side-by-side copies. */
export async function findFreePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    if (await isPortFree(port)) ports.add(port);
  }
  return [...ports];
}

// Below the range from which systems take the ports of outgoing connections: one of those would take a port between
// the moment it was found free and the moment a server listens on it.
const FIRST_PORT = 12_000;
const LAST_PORT = 32_000;

/** A whole set of environment variables on free ports: `parseSettings({ ...(await freePortVariables()), DATA_DIR })`. */
export async function freePortVariables(): Promise<Record<string, string>> {
  const entries = Object.values(portTable);
  const ports = await findFreePorts(entries.length);
  return Object.fromEntries(entries.map(({ variable }, index) => [variable, String(ports[index])]));
}

async function listenOnce(port: number): Promise<number | undefined> {
  try {
    const server = await open(port);
    const bound = portOf(server);
    await close(server);
    return bound;
  } catch {
    return undefined;
  }
}

type Server = ReturnType<typeof createServer>;

function open(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
  return address.port;
}
