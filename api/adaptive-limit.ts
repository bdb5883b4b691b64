/**
 * How many may be within at once, learnt from how it goes (additive increase, multiplicative decrease, as TCP does it):
 * nobody can know beforehand how much workers, Temporal and the database can do. Work that is told too late has been
 * waited for and may still be done, for nobody; so better fewer within, and the rest turned away at once.
 */
import type { Clock } from './deps.ts';

/** `in time`: there may be more. `too late`: there were too many. `no sign`: it says nothing about how busy we are. */
export type Outcome = 'in time' | 'too late' | 'no sign';

export type AdaptiveLimit = {
  /** False: turned away. Whoever is let in must leave. */
  enter(): boolean;
  leave(outcome: Outcome): void;
};

/** What any system does in time; after an outage everybody comes at once. */
const AT_LEAST = 32;
const GROWTH = 0.1;
const CUT = 0.7;
/** Those who were let in together are late together: one cut for all of them. */
const CUT_AT_MOST_EVERY_MS = 1_000;

export function adaptiveLimit(atMost: number, clock: Clock): AdaptiveLimit {
  const atLeast = Math.min(AT_LEAST, atMost);
  let limit = atMost;
  let within = 0;
  let lastCutMs = Number.NEGATIVE_INFINITY;
  return {
    enter: () => {
      if (within >= Math.floor(limit)) return false;
      within += 1;
      return true;
    },
    leave: (outcome) => {
      if (outcome === 'in time') limit = Math.min(atMost, limit + GROWTH);
      if (outcome === 'too late' && clock() - lastCutMs >= CUT_AT_MOST_EVERY_MS) {
        lastCutMs = clock();
        // From what was really within: a limit far above it is no limit.
        limit = Math.max(atLeast, Math.min(limit, within) * CUT);
      }
      within -= 1;
    },
  };
}
