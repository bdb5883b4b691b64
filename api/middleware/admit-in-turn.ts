/**
 * So many requests of clients at once; whoever comes above that is told to come back (503) before anything is done for
 * them, also before their token is looked at. So under any load those within are answered in time, and memory is bounded.
 */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import { unavailable } from '../problem.ts';
import { answerProblem } from './handle-problems.ts';

export function admitInTurn(maxInFlight: number): MiddlewareHandler<ApiEnv> {
  let inFlight = 0;
  return async (c, next) => {
    // Answered, not thrown: a line at level error for each would make the log the next thing to give way.
    if (inFlight >= maxInFlight) return answerProblem(c, unavailable());
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
    return undefined;
  };
}
