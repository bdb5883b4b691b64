/**
 * Bounds what one user may ask of one API process. Tells the limit in every answer (the IETF's RateLimit
 * header fields, draft-ietf-httpapi-ratelimit-headers-10), so that a client can slow down before it is refused.
 */
import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ApiEnv } from '../context.ts';
import type { RateLimit } from '../deps.ts';
import { Problem } from '../problem.ts';

export function limitRate({ requests, windowSeconds }: RateLimit): MiddlewareHandler<ApiEnv> {
  const limiter = new RateLimiterMemory({ points: requests, duration: windowSeconds });
  return async (c, next) => {
    const standing = await consume(limiter, c.get('principal').userId);
    const resetSeconds = Math.ceil(standing.msBeforeNext / 1000);
    c.header('RateLimit-Policy', `"user";q=${requests};w=${windowSeconds}`);
    c.header('RateLimit', `"user";r=${standing.remaining};t=${resetSeconds}`);
    if (standing.exceeded) {
      throw new Problem('RATE_LIMITED', { headers: { 'Retry-After': String(Math.max(1, resetSeconds)) } });
    }
    await next();
  };
}

type Standing = { readonly exceeded: boolean; readonly remaining: number; readonly msBeforeNext: number };

/** The library rejects with the standing itself when the limit is passed. */
async function consume(limiter: RateLimiterMemory, userId: string): Promise<Standing> {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(userId);
    return { exceeded: false, remaining: remainingPoints, msBeforeNext };
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    return { exceeded: true, remaining: 0, msBeforeNext: rejection.msBeforeNext };
  }
}
