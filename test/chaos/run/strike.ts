/** One fault made real. Resolves when it is over; false: its instant did not come, so nothing happened. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/wait.ts';
import {
  onCommitting,
  onMoneyAnswer,
  onMoneyRequest,
  onNotingPublished,
  onRecorded,
  onRecording,
  onWorkflowAnswer,
} from '../../support/instants.ts';
import type { IsInstant, TcpProxy } from '../../support/tcp-proxy.ts';
import {
  INSTANTS,
  type Instant,
  type ProcessName,
  type System,
  type Trouble,
  type WorldFault,
} from '../plan/world-faults.ts';
import { signalFamily } from './signal-family.ts';
import type { Slot, World } from './world.ts';

/** A fault that was planned, and what came of it. */
export type Strike = {
  readonly name: string;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  /** False: planned, and its instant did not come. */
  readonly happened: boolean;
};

/** An instant that does not come in that time comes too late. */
const INSTANT_WITHIN_MS = 20_000;

/** `over`: the faults are to end now. */
export async function strike(world: World, fault: WorldFault, over: AbortSignal): Promise<boolean> {
  switch (fault.kind) {
    case 'kill':
      return await kill(world, fault, { process: fault.process, over });
    case 'kill at':
      return await atInstant(world, fault, {
        ...{ instant: fault.instant, over },
        act: async () => void (await kill(world, fault, { process: INSTANTS[fault.instant], over })),
      });
    case 'freeze':
      return await freeze(world, fault, { process: fault.process, over });
    case 'freeze at':
      return await freezeAt(world, fault, { instant: fault.instant, over });
    case 'restart':
      await world.partOf(fault.process, fault.slot).stop();
      await world.startAgain(fault.process, fault.slot);
      return true;
    case 'link':
      return await disturb(world, fault, { system: fault.system, trouble: fault.trouble, over });
    case 'silence':
      return await fallSilent(world, fault, { how: fault.how, over });
  }
}

type OfProcess = { readonly process: ProcessName; readonly over: AbortSignal };

async function kill(
  world: World,
  { slot, forMs }: WorldFault,
  { process, over }: OfProcess,
): Promise<boolean> {
  const part = world.partOf(process, slot);
  if (part.ended() !== undefined) return false;
  await world.rig.kill(part);
  await pause(forMs, over);
  await world.startAgain(process, slot);
  return true;
}

async function freeze(world: World, fault: WorldFault, { process, over }: OfProcess): Promise<true> {
  const { pid } = world.partOf(process, fault.slot);
  signalFamily(pid, 'SIGSTOP');
  try {
    await pause(fault.forMs, over);
  } finally {
    signalFamily(pid, 'SIGCONT');
  }
  return true;
}

type AtInstant = {
  readonly instant: Instant;
  readonly over: AbortSignal;
  readonly act: () => Promise<'forward' | void>;
};

async function atInstant(world: World, { slot }: WorldFault, { instant, over, act }: AtInstant) {
  const struck = slotAt(world, instant, slot);
  const signal = AbortSignal.any([over, AbortSignal.timeout(INSTANT_WITHIN_MS)]);
  const { system, sign } = SIGNS[instant];
  return await struck.links[system].intercept(sign(), act, signal);
}

type OfSilence = { readonly how: 'hang' | 'refuse'; readonly over: AbortSignal };

/** False where the simulator is down just then. */
async function fallSilent(
  { gateway }: World,
  { forMs }: WorldFault,
  { how, over }: OfSilence,
): Promise<boolean> {
  const isHeard = await gateway.silence(forMs, how).then(
    () => true,
    () => false,
  );
  if (isHeard) await pause(forMs, over);
  return isHeard;
}

/** Asleep in the very instant; what it had sent arrives, and it goes on when another has taken over. */
async function freezeAt(
  world: World,
  fault: WorldFault,
  { instant, over }: Omit<AtInstant, 'act'>,
): Promise<boolean> {
  const { part } = slotAt(world, instant, fault.slot);
  const hasCome = await atInstant(world, fault, {
    ...{ instant, over },
    act: async () => {
      signalFamily(part.pid, 'SIGSTOP');
      return 'forward';
    },
  });
  if (!hasCome) return false;
  try {
    await pause(fault.forMs, over);
  } finally {
    signalFamily(part.pid, 'SIGCONT');
  }
  return true;
}

function slotAt({ workers, apis }: World, instant: Instant, index: 0 | 1): Slot {
  const slot = (INSTANTS[instant] === 'worker' ? workers : apis)[index];
  if (slot === undefined) throw new Error(`there is no ${INSTANTS[instant]} ${index}`);
  return slot;
}

type Sign = { readonly system: System; readonly sign: () => IsInstant };

const SIGNS: Readonly<Record<Instant, Sign>> = {
  'after the approval, before its answer arrives': {
    system: 'gateway',
    sign: () => onMoneyAnswer('confirm'),
  },
  'after the refund, before its answer arrives': { system: 'gateway', sign: () => onMoneyAnswer('cancel') },
  'before its record': { system: 'database', sign: onRecording },
  'before COMMIT': { system: 'database', sign: onCommitting },
  'after COMMIT': { system: 'database', sign: onRecorded },
  "after Kafka's acknowledgement": { system: 'database', sign: onNotingPublished },
  'between workflow tasks': { system: 'gateway', sign: () => onMoneyRequest('cancel') },
  'between start and answer': { system: 'temporal', sign: onWorkflowAnswer },
};

type OfLink = { readonly system: System; readonly trouble: Trouble; readonly over: AbortSignal };

const LATENCY_MS = 150;

/** Of a machine, on which there are a worker and an API: the worker uses all four systems. */
async function disturb(world: World, fault: WorldFault, { system, trouble, over }: OfLink): Promise<boolean> {
  const link = slotAt(world, 'before its record', fault.slot).links[system];
  if (!(await isUsed(link, over))) return false;
  const beside = slotAt(world, 'between start and answer', fault.slot).links[system];
  const links = beside === link || beside.connections() === 0 ? [link] : [link, beside];
  switch (trouble) {
    case 'latency':
      for (const each of links) each.delay(LATENCY_MS);
      break;
    case 'cut':
      for (const each of links) each.cut();
      return true;
    case 'half-open':
      for (const each of links) each.halfOpen();
      break;
    case 'reset in an answer': {
      const signal = AbortSignal.any([over, AbortSignal.timeout(INSTANT_WITHIN_MS)]);
      const resets = await Promise.all(links.map(async (each) => await each.resetMidAnswer(signal)));
      return resets.includes(true);
    }
    case 'black hole':
      for (const each of links) {
        each.hold('client');
        each.hold('server');
      }
      break;
  }
  await pause(fault.forMs, over);
  for (const each of links) each.release();
  return true;
}

/** A process that is being started again, or has nothing to do, has no connection that could be troubled. */
async function isUsed(link: TcpProxy, over: AbortSignal): Promise<boolean> {
  return await waitUntil(() => link.connections() > 0 || undefined, {
    ...{ what: 'a connection', deadlineMs: INSTANT_WITHIN_MS },
    giveUp: () => (over.aborted ? new Error('the faults are over') : undefined),
  }).catch(() => false);
}

async function pause(forMs: number, over: AbortSignal): Promise<void> {
  await sleep(forMs, undefined, { signal: over }).catch(() => undefined);
}
