/** Counts in this process's memory how much is asked for under a key, in windows of time. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from './deps.ts';

export type RateLimiter = (key: string) => Promise<RateStanding>;

export type RateStanding = {
  readonly exceeded: boolean;
  readonly remaining: number;
  readonly msBeforeNext: number;
};

export function createRateLimiter({ requests, windowSeconds }: RateLimit): RateLimiter {
  const limiter = new RateLimiterMemory({ points: requests, duration: windowSeconds });
  return async (key) => {
    try {
      const { remainingPoints, msBeforeNext } = await limiter.consume(key);
      return { exceeded: false, remaining: remainingPoints, msBeforeNext };
    } catch (rejection) {
      // The library rejects with the standing itself when the limit is passed.
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      return { exceeded: true, remaining: 0, msBeforeNext: rejection.msBeforeNext };
    }
  };
}
