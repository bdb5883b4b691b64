/**
 * So much at once, the rest in a queue, and whoever would wait there for too long is told to come back (503): a burst of
 * webhooks must leave the database and Temporal to those whose customers wait.
 */
import { unavailable } from './problem.ts';

export type WorkLimits = {
  readonly atOnce: number;
  readonly waitingAtMost: number;
  readonly waitAtMostMs: number;
};

export type BoundedWork = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function boundWork({ atOnce, waitingAtMost, waitAtMostMs }: WorkLimits): BoundedWork {
  let running = 0;
  const queue: (() => void)[] = [];

  function place(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.length >= waitingAtMost) return Promise.reject(unavailable('too many are waiting'));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const begin = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(begin), 1);
      reject(unavailable('waited too long for a place'));
    }, waitAtMostMs);
    queue.push(begin);
    return promise;
  }

  /** The place goes to the next in the queue, or is free. */
  function leave(): void {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return async (work) => {
    await place();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
