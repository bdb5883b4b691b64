/**
 * One line per request: what was asked and how it ended. Never a body, a token, a query or an Idempotency-Key, and of
 * the path only the route and a paymentId: whatever else a client writes there may be somebody's address.
 */
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes, routePath } from 'hono/route';
import { isPaymentIdOfOurs } from '../../domain/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { ApiContext, ApiEnv } from '../context.ts';
import type { Clock } from '../deps.ts';

export function logAccess(logger: Logger, clock: Clock): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    logger.info(
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: routeOf(c),
        paymentId: new URL(c.req.url).pathname.split('/').find(isPaymentIdOfOurs),
        status: c.res.status,
        durationMs: clock() - c.get('arrivedAtMs'),
        code: c.get('problemCode'),
      },
      'request',
    );
  };
}

/** The first that takes it, as Hono chooses; of what no route takes, the middleware's pattern. */
function routeOf(c: ApiContext): string {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')?.path ?? routePath(c, -1);
}
