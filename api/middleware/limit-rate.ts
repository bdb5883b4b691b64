/**
 * Bounds what one user may ask of one API process. Tells the limit in every answer (the IETF's RateLimit
 * header fields, draft-ietf-httpapi-ratelimit-headers-10), so that a client can slow down before it is refused.
 */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import type { RateLimit } from '../deps.ts';
import { rateLimited } from '../problem.ts';
import { createRateLimiter } from '../rate-limiter.ts';

export function limitRate(limit: RateLimit): MiddlewareHandler<ApiEnv> {
  const consume = createRateLimiter(limit);
  const { requests, windowSeconds } = limit;
  return async (c, next) => {
    const standing = await consume(c.get('principal').userId);
    const resetSeconds = Math.ceil(standing.msBeforeNext / 1000);
    c.header('RateLimit-Policy', `"user";q=${requests};w=${windowSeconds}`);
    c.header('RateLimit', `"user";r=${standing.remaining};t=${resetSeconds}`);
    if (standing.exceeded) throw rateLimited(standing.msBeforeNext);
    await next();
  };
}
