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
  api: entry(3000, 'API_PORT', 'the API'),
  temporal: entry(7233, 'TEMPORAL_PORT', 'Temporal', 'TEMPORAL_ADDRESS'),
  temporalUi: entry(8233, 'TEMPORAL_UI_PORT', "Temporal's Web UI", 'TEMPORAL_ADDRESS'),
  kafka: entry(9092, 'KAFKA_PORT', 'Kafka', 'KAFKA_BROKERS'),
  kafkaController: entry(9093, 'KAFKA_CONTROLLER_PORT', "Kafka's controller", 'KAFKA_BROKERS'),
  postgres: entry(5433, 'POSTGRES_PORT', 'PostgreSQL', 'DATABASE_URL'),
  simulator: entry(4000, 'SIMULATOR_PORT', 'the PG simulator'),
  tokenIssuer: entry(4001, 'TOKEN_ISSUER_PORT', 'the token issuer'),
  codec: entry(4002, 'CODEC_PORT', 'the codec server'),
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
  const servers = await Promise.all(Array.from({ length: count }, () => open(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

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

function entry(byDefault: number, variable: string, part: string, existing?: string): PortEntry {
  return { byDefault, variable, part, ...(existing && { existing }) };
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
