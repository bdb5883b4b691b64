/**
 * The real processes of one campaign, each of ours behind links of its own: two workers and two APIs, Temporal on
 * PostgreSQL, PostgreSQL, Kafka and the simulator. A process that is down is started again until it is up.
 */

import type { Part } from '../../../sandbox/part.ts';
import { findFreePorts } from '../../../sandbox/ports.ts';
import { waitUntil } from '../../../sandbox/wait.ts';
import { gatewayOf } from '../../support/gateway.ts';
import { type Rig, type World as Server, startRig } from '../../support/rig.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import type { ProcessName, System } from '../plan/world-faults.ts';

export type Slot = {
  readonly kind: 'worker' | 'api';
  /** `worker 1` */
  readonly name: string;
  readonly links: Readonly<Record<System, TcpProxy>>;
  readonly start: () => Promise<Part>;
  part: Part;
};

export type World = {
  readonly rig: Rig;
  readonly gateway: ReturnType<typeof gatewayOf>;
  readonly workers: readonly Slot[];
  readonly apis: readonly Slot[];
  readonly apiUrls: readonly string[];
  /** The process that is meant by a name: of two, the one in that slot. */
  partOf(process: ProcessName, slot: 0 | 1): Part;
  startAgain(process: ProcessName, slot: 0 | 1): Promise<void>;
  stop(keep?: 'keep'): Promise<void>;
};

/** Short enough that what nobody pays for has come to its end when a campaign looks. */
const EXPIRES_AFTER_SECONDS = '40';
const STARTED_AGAIN_WITHIN_MS = 90_000;

const ROUTES = 'CARD=PORTONE,EASY_PAY=PORTONE,TRANSFER=TOSS,MOBILE=TOSS';

/** As while a new routing is rolled out: which gateway a virtual account is at depends on which API was asked first. */
const ROUTES_OF_APIS = [`${ROUTES},VIRTUAL_ACCOUNT=PORTONE`, `${ROUTES},VIRTUAL_ACCOUNT=TOSS`];

const VARIABLES = {
  PAYMENT_EXPIRES_AFTER_SECONDS: EXPIRES_AFTER_SECONDS,
  SIMULATOR_WEBHOOKS: 'on',
  SIMULATOR_WEBHOOK_RETRY_MS: '500,1000,2000,4000,8000',
  RECONCILE_INTERVAL_SECONDS: '15',
  RECONCILE_SETTLING_SECONDS: '2',
};

export async function startWorld(signal?: AbortSignal): Promise<World> {
  const options = { name: 'chaos', temporalOn: 'postgres', variables: VARIABLES } as const;
  const rig = await startRig({ ...options, ...(signal && { signal }) });
  const proxies: TcpProxy[] = [];
  async function stop(keep?: 'keep'): Promise<void> {
    await rig.stop(keep);
    await Promise.all(proxies.map(async (proxy) => await proxy.close()));
  }
  try {
    const [first, second = 0] = [Number(rig.environment['API_PORT']), ...(await findFreePorts(1))];
    const open = async () => await openSlotLinks(rig, proxies);
    const [workers, apis] = await Promise.all([
      Promise.all(
        [1, 2].map(async (n) => await openSlot(`worker ${n}`, 'worker', { rig, links: await open() })),
      ),
      Promise.all(
        [first, second].map(async (port, index) => {
          const more = { API_PORT: String(port), GATEWAY_ROUTES: ROUTES_OF_APIS[index] ?? ROUTES };
          return await openSlot(`api ${index + 1}`, 'api', { rig, links: await open(), more });
        }),
      ),
    ]);
    return {
      ...worldOf(rig, workers, apis),
      apiUrls: [first, second].map((port) => `http://127.0.0.1:${port}`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function worldOf(rig: Rig, workers: readonly Slot[], apis: readonly Slot[]) {
  const slotOf = (process: 'worker' | 'api', index: 0 | 1): Slot => {
    const slot = (process === 'worker' ? workers : apis)[index];
    if (slot === undefined) throw new Error(`there is no ${process} ${index}`);
    return slot;
  };
  return {
    ...{ rig, workers, apis, gateway: gatewayOf(rig) },
    partOf: (process: ProcessName, slot: 0 | 1) =>
      isOurs(process) ? slotOf(process, slot).part : rig.partOf(process),
    async startAgain(process: ProcessName, index: 0 | 1) {
      if (!isOurs(process)) return await rig.restartWorld(process);
      const slot = slotOf(process, index);
      slot.part = await startUntilUp(slot.name, slot.start);
    },
  };
}

function isOurs(process: ProcessName): process is Exclude<ProcessName, Server> {
  return process === 'worker' || process === 'api';
}

async function openSlotLinks(rig: Rig, proxies: TcpProxy[]): Promise<Slot['links']> {
  const { environment, simulator } = rig;
  const open = async (port: string | undefined) => {
    const proxy = await startTcpProxy(Number(port));
    proxies.push(proxy);
    return proxy;
  };
  return {
    database: await open(new URL(environment['DATABASE_URL'] ?? '').port),
    temporal: await open(environment['TEMPORAL_ADDRESS']?.split(':')[1]),
    gateway: await open(new URL(simulator).port),
    // A broker tells its clients where to connect: there is one way to it for all.
    kafka: rig.kafkaProxy,
  };
}

type SlotParts = {
  readonly rig: Rig;
  readonly links: Slot['links'];
  readonly more?: Readonly<Record<string, string>>;
};

async function openSlot(name: string, kind: Slot['kind'], { rig, links, more }: SlotParts): Promise<Slot> {
  const { environment } = rig;
  const through = (url: string | undefined, proxy: TcpProxy) => {
    const rerouted = new URL(url ?? '');
    rerouted.port = String(proxy.port);
    return rerouted.href;
  };
  const variables = {
    DATABASE_URL: through(environment['DATABASE_URL'], links.database),
    TEMPORAL_ADDRESS: `127.0.0.1:${links.temporal.port}`,
    PORTONE_API_URL: through(environment['PORTONE_API_URL'], links.gateway),
    TOSS_API_URL: through(environment['TOSS_API_URL'], links.gateway),
    ...more,
  };
  const start = async () => await (kind === 'worker' ? rig.startWorker(variables) : rig.startApi(variables));
  return { name, kind, links, start, part: await start() };
}

/** In the middle of other faults a process may find nobody and end: as a supervisor does, it is started once more. */
async function startUntilUp(what: string, start: () => Promise<Part>): Promise<Part> {
  return await waitUntil(start, {
    what: `${what} up again`,
    deadlineMs: STARTED_AGAIN_WITHIN_MS,
    everyMs: 500,
  });
}
