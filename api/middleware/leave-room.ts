/**
 * One user has at most half of the places of `admitInTurn`, however slowly they send and however long the gateway makes
 * them wait: the rest is for the others.
 */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import { Problem } from '../problem.ts';

export function leaveRoom(maxInFlight: number): MiddlewareHandler<ApiEnv> {
  const maxOfOne = Math.ceil(maxInFlight / 2);
  /** Of each user with a request in flight; nobody else is in it. */
  const inFlight = new Map<string, number>();
  return async (c, next) => {
    const { userId } = c.get('principal');
    const others = inFlight.get(userId) ?? 0;
    if (others >= maxOfOne) throw new Problem('RATE_LIMITED', { headers: { 'Retry-After': '1' } });
    inFlight.set(userId, others + 1);
    try {
      await next();
    } finally {
      const left = (inFlight.get(userId) ?? 1) - 1;
      if (left === 0) inFlight.delete(userId);
      else inFlight.set(userId, left);
    }
  };
}
