/** Which faults a campaign is about: all of them, or those that a guarantee stands or falls with. */
import { USUAL, type Weights } from './weights.ts';
import { WORLD_FAULT_KINDS, type WorldFaultKind } from './world-faults.ts';

export type Profile = {
  readonly weights: Weights;
  readonly kinds: readonly WorldFaultKind[];
  /** Whatever there is once, in as many payments as that takes. */
  readonly isEachOnce?: boolean;
};

export type ProfileName = 'all' | 'each-once' | keyof typeof DIRECTED;

/** Everything of a group at 0 but these. */
function only<Group extends Readonly<Record<string, number>>>(group: Group, wanted: Partial<Group>): Group {
  const none = Object.fromEntries(Object.keys(group).map((name) => [name, 0]));
  return { ...group, ...none, ...wanted };
}

const CALM = { ...USUAL, faultRate: 0, mishap: only(USUAL.mishap, { none: 1 }) };

const DIRECTED = {
  /** Money that no payment stands for. */
  'late-money': {
    weights: {
      ...CALM,
      window: only(USUAL.window, { 'wrong amount': 2, 'pays late': 1, 'second try': 1 }),
      complete: only(USUAL.complete, { once: 1 }),
    },
    kinds: [],
  },
  /** Refunds whose answers are lost. */
  'lost-refunds': {
    weights: {
      ...CALM,
      window: only(USUAL.window, { pays: 1 }),
      complete: only(USUAL.complete, { once: 1 }),
      cancel: only(USUAL.cancel, { part: 1, 'part, repeated': 1 }),
      faultRate: 0.8,
      fault: only(USUAL.fault, { 'reset, before': 1, 'server error, after': 1, 'slow effect': 1 }),
    },
    kinds: [{ kind: 'kill at', instant: 'after the refund, before its answer arrives' }],
  },
  /** Workers that die around a record's COMMIT. */
  commits: {
    weights: CALM,
    kinds: [
      { kind: 'kill at', instant: 'before COMMIT' },
      { kind: 'kill at', instant: 'after COMMIT' },
    ],
  },
  /** A gateway that does not tell. */
  'silent-gateway': {
    weights: {
      ...CALM,
      window: only(USUAL.window, { pays: 1 }),
      faultRate: 0.9,
      fault: only(USUAL.fault, { 'no answer, before': 1, 'server error, before': 2, unreadable: 1 }),
    },
    kinds: [{ kind: 'silence', how: 'refuse' }],
  },
  /** Clients that order twice at once. */
  'double-orders': {
    weights: { ...CALM, create: only(USUAL.create, { 'ordered twice': 1 }) },
    kinds: [],
  },
  /** Workers that die when Kafka has acknowledged. */
  acknowledgements: {
    weights: CALM,
    kinds: [{ kind: 'kill at', instant: "after Kafka's acknowledgement" }],
  },
  /** Workers that sleep until another has taken over. */
  zombies: {
    weights: USUAL,
    kinds: WORLD_FAULT_KINDS.filter(
      (each) => each.kind === 'freeze at' || (each.kind === 'freeze' && each.process === 'worker'),
    ),
  },
} as const satisfies Readonly<Record<string, Profile>>;

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  all: { weights: USUAL, kinds: WORLD_FAULT_KINDS },
  'each-once': { weights: USUAL, kinds: WORLD_FAULT_KINDS, isEachOnce: true },
  ...DIRECTED,
};
