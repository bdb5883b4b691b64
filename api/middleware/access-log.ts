/** One line per request: what was asked and how it ended. Never a body, a token, a query or an Idempotency-Key. */
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../../platform/logger.ts';
import type { ApiEnv } from '../context.ts';
import type { Clock } from '../deps.ts';

export function logAccess(logger: Logger, clock: Clock): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    logger.info(
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: new URL(c.req.url).pathname,
        status: c.res.status,
        durationMs: clock() - c.get('arrivedAtMs'),
        code: c.get('problemCode'),
      },
      'request',
    );
  };
}
