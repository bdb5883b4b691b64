/** What befalls processes and connections, as data. All of it comes from outside the product. */
import { namesOf, type Random } from './random.ts';

const PROCESSES = ['worker', 'api', 'temporal', 'postgres', 'kafka', 'simulator'] as const;
export const RESTARTED = ['worker', 'api', 'temporal', 'kafka'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** The instants that matter: seen on the wire, and struck right then. */
export const INSTANTS = {
  'after the approval, before its answer arrives': 'worker',
  'after the refund, before its answer arrives': 'worker',
  'before its record': 'worker',
  'before COMMIT': 'worker',
  'after COMMIT': 'worker',
  "after Kafka's acknowledgement": 'worker',
  'between workflow tasks': 'worker',
  'between start and answer': 'api',
} as const satisfies Readonly<Record<string, ProcessName>>;
export type Instant = keyof typeof INSTANTS;

/** Asleep at these, and awake again when another has taken over. */
const ZOMBIE_INSTANTS = [
  'before its record',
  'before COMMIT',
  'after the refund, before its answer arrives',
] as const satisfies readonly Instant[];

export const SYSTEMS = ['gateway', 'database', 'kafka', 'temporal'] as const;
export type System = (typeof SYSTEMS)[number];
export const TROUBLES = ['latency', 'cut', 'half-open', 'reset in an answer', 'black hole'] as const;
export type Trouble = (typeof TROUBLES)[number];

export type WorldFaultKind =
  | { readonly kind: 'kill'; readonly process: ProcessName }
  | { readonly kind: 'kill at'; readonly instant: Instant }
  /** SIGSTOP, and SIGCONT after a while. */
  | { readonly kind: 'freeze'; readonly process: ProcessName }
  | { readonly kind: 'freeze at'; readonly instant: Instant }
  /** As an operator does it: SIGTERM, and time to finish. */
  | { readonly kind: 'restart'; readonly process: (typeof RESTARTED)[number] }
  | { readonly kind: 'link'; readonly system: System; readonly trouble: Trouble }
  | { readonly kind: 'silence'; readonly how: 'hang' | 'refuse' };

export type WorldFault = WorldFaultKind & {
  /** Which of the two workers or APIs; of a link, whose. */
  readonly slot: 0 | 1;
  readonly forMs: number;
  /** Struck when this payment begins. */
  readonly atPayment: number;
};

/** Each once. */
export const WORLD_FAULT_KINDS: readonly WorldFaultKind[] = [
  ...PROCESSES.map((process) => ({ kind: 'kill' as const, process })),
  ...namesOf(INSTANTS).map((instant) => ({ kind: 'kill at' as const, instant })),
  ...PROCESSES.map((process) => ({ kind: 'freeze' as const, process })),
  ...ZOMBIE_INSTANTS.map((instant) => ({ kind: 'freeze at' as const, instant })),
  ...RESTARTED.map((process) => ({ kind: 'restart' as const, process })),
  ...SYSTEMS.flatMap((system) => TROUBLES.map((trouble) => ({ kind: 'link' as const, system, trouble }))),
  ...(['hang', 'refuse'] as const).map((how) => ({ kind: 'silence' as const, how })),
];

export function nameOf(fault: WorldFaultKind): string {
  switch (fault.kind) {
    case 'kill':
    case 'freeze':
    case 'restart':
      return `${fault.kind} ${fault.process}`;
    case 'kill at':
    case 'freeze at':
      return `${fault.kind.replace(' at', '')} ${INSTANTS[fault.instant]} ${fault.instant}`;
    case 'link':
      return `${fault.system}: ${fault.trouble}`;
    case 'silence':
      return `gateway: silence (${fault.how})`;
  }
}

export type Drawing = {
  readonly kinds: readonly WorldFaultKind[];
  readonly count: number;
  readonly payments: number;
  /** Each no longer than it takes to matter. */
  readonly isShort: boolean;
};

/** Kinds in turn, in an order of chance, so that each comes as often as any other; spread over the payments. */
export function drawWorldFaults(random: Random, { kinds, count, payments, isShort }: Drawing): WorldFault[] {
  if (kinds.length === 0) return [];
  const drawn: WorldFaultKind[] = [];
  while (drawn.length < count) drawn.push(...random.shuffled(kinds));
  return drawn.slice(0, count).map((kind, index) => ({
    ...kind,
    slot: random.chance(0.5) ? 0 : 1,
    forMs: isShort ? durationOf(kind)[0] : random.between(...durationOf(kind)),
    atPayment: Math.floor(((index + random.next()) / count) * payments),
  }));
}

function durationOf(fault: WorldFaultKind): readonly [leastMs: number, mostMs: number] {
  switch (fault.kind) {
    // Until it is started again.
    case 'kill':
    case 'kill at':
      return [0, 3_000];
    case 'restart':
      return [0, 0];
    case 'freeze':
      return fault.process === 'worker' ? ZOMBIE_MS : [1_000, 6_000];
    case 'freeze at':
      return ZOMBIE_MS;
    case 'link':
      return [1_500, 8_000];
    case 'silence':
      return [1_000, 6_000];
  }
}

/** Longer than a workflow task's and a heartbeat's time-out: another has taken over when it wakes. */
const ZOMBIE_MS = [8_000, 14_000] as const;
