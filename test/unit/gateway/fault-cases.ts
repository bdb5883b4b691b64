/** How a gateway may fail us, as cases for `it.each`: what it does, the simulator's fault, and what we must call it. */
import type { Fault } from '../../../sandbox/simulator/faults.ts';

export type FaultCase = [doing: string, fault: Fault, why: string];

/** Of a call that moves money: it has moved, and we are not told. */
export const AFTER_THE_EFFECT: FaultCase[] = [
  ['does not answer', { kind: 'no_answer', at: 'after', forMs: 60_000 }, 'timeout'],
  ['drips its answer', { kind: 'slow_drip', intervalMs: 100, bytes: 1 }, 'timeout'],
  ['resets the connection', { kind: 'reset', at: 'after' }, 'connection'],
  ['resets the connection in the middle of its answer', { kind: 'reset', at: 'mid_body' }, 'connection'],
  ['answers 500', { kind: 'server_error', at: 'after', status: 500 }, 'server_error'],
  ['answers something unreadable', { kind: 'unreadable' }, 'unreadable'],
];

/** Nothing has moved, and we cannot know it. */
export const BEFORE_THE_EFFECT: FaultCase[] = [
  ['does not answer', { kind: 'no_answer', at: 'before', forMs: 60_000 }, 'timeout'],
  ['resets the connection', { kind: 'reset', at: 'before' }, 'connection'],
  [
    'answers 502 without a word of its own',
    { kind: 'server_error', at: 'before', status: 502 },
    'server_error',
  ],
  // Without a delay of its own: those are in retry-after.test.ts.
  ['limits the rate', { kind: 'rate_limit', retryAfterSeconds: 0 }, 'rate_limited'],
];

/** Of a reading. */
export const WHILE_READING: FaultCase[] = [
  ...BEFORE_THE_EFFECT,
  ['drips its answer too slowly', { kind: 'slow_drip', intervalMs: 100, bytes: 1 }, 'timeout'],
  ['resets the connection in the middle of its answer', { kind: 'reset', at: 'mid_body' }, 'connection'],
  ['answers 500', { kind: 'server_error', at: 'after', status: 500 }, 'server_error'],
  ['answers something unreadable', { kind: 'unreadable' }, 'unreadable'],
];
