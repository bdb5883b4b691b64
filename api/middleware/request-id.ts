/**
 * Gives every request an id of our own (UUID v7), its language and its time of arrival. A client's X-Request-Id is
 * not taken over: ids in our log must be unique, and a forged one could hide behind another's.
 */
import type { MiddlewareHandler } from 'hono';
import { v7 as uuidV7 } from 'uuid';
import type { ApiEnv } from '../context.ts';
import type { Clock } from '../deps.ts';
import { pickLanguage } from '../language.ts';

export function assignRequestId(clock: Clock): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const requestId = uuidV7();
    c.set('requestId', requestId);
    c.set('language', pickLanguage(c.req.header('Accept-Language')));
    c.set('arrivedAtMs', clock());
    await next();
    c.res.headers.set('X-Request-Id', requestId);
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
  };
}
