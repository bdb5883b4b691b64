/** What goes wrong, and where: before the effect, after it, or in the answer. */
import type { CallName, Fault as SimulatedFault } from '../../../../sandbox/simulator/faults.ts';

export type Position = 'before' | 'after' | 'in the answer' | 'nowhere';

export type Fault = {
  readonly position: Position;
  readonly when: (call: CallName) => string;
  /** None: all goes well. */
  readonly fault: Partial<SimulatedFault> | undefined;
};

/** How long a caller is left hanging whose answer never comes: longer than a client's quick question waits. */
const HANGS_MS = 1_500;

function fault(position: Position, what: string, kind: Partial<SimulatedFault>): Fault {
  return { position, when: (call) => `at ${call} ${what}`, fault: kind };
}

/** For rows that must also hold when all goes well. */
export const NONE: Fault = { position: 'nowhere', when: () => 'all goes well', fault: undefined };

const FAILS_BEFORE = fault('before', 'the gateway fails before the effect', {
  kind: 'server_error',
  at: 'before',
});
const CUT_AFTER = fault('after', 'the connection is cut after the effect', { kind: 'reset', at: 'after' });
const UNREADABLE = fault('in the answer', 'the answer cannot be read', { kind: 'unreadable' });

/** One of each position. */
export const ONE_OF_EACH: readonly Fault[] = [FAILS_BEFORE, CUT_AFTER, UNREADABLE];

/** Every way in which a call can go wrong. */
export const EVERY_FAULT: readonly Fault[] = [
  FAILS_BEFORE,
  fault('before', 'the connection is cut before the effect', { kind: 'reset', at: 'before' }),
  fault('before', 'the request is lost', { kind: 'no_answer', at: 'before', forMs: HANGS_MS }),
  fault('before', 'the gateway has too much to do', { kind: 'rate_limit' }),
  CUT_AFTER,
  fault('after', 'the gateway fails after the effect', { kind: 'server_error', at: 'after' }),
  fault('after', 'the answer never comes', { kind: 'no_answer', at: 'after', forMs: HANGS_MS }),
  UNREADABLE,
  fault('in the answer', 'it is cut in the middle', { kind: 'reset', at: 'mid_body' }),
  fault('in the answer', 'it drips', { kind: 'slow_drip', intervalMs: 100, bytes: 64 }),
];

/** The answers to the first sending are lost, so that it must be asked for; for as long as a test needs. */
export function hangs(at: 'before' | 'after'): Partial<SimulatedFault> {
  return { kind: 'no_answer', at, forMs: 2 * HANGS_MS };
}
