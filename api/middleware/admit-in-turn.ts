/**
 * So many requests of clients at once; whoever comes above that is told to come back (503) before anything is done for
 * them, also before their token is looked at. So under any load those within are answered in time, and memory is bounded.
 * What opens a workflow is bounded more tightly while it is not taken up in time; who only looks is not kept out by that.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { adaptiveLimit, type Outcome } from '../adaptive-limit.ts';
import type { ApiEnv } from '../context.ts';
import type { Clock } from '../deps.ts';
import { unavailable } from '../problem.ts';
import { answerProblem } from './handle-problems.ts';

export function admitInTurn(maxInFlight: number, clock: Clock): MiddlewareHandler<ApiEnv> {
  const writing = adaptiveLimit(maxInFlight, clock);
  let inFlight = 0;
  return async (c, next) => {
    const isWriting = c.req.method === 'POST';
    // Answered, not thrown: a line at level error for each would make the log the next thing to give way.
    if (inFlight >= maxInFlight || (isWriting && !writing.enter())) return answerProblem(c, unavailable());
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
      if (isWriting) writing.leave(outcomeOf(c));
    }
    return undefined;
  };
}

/** 202 is in time: the gateway is slow, we are not. */
function outcomeOf({ res }: Context<ApiEnv>): Outcome {
  if (res.status === 503) return 'too late';
  return res.ok ? 'in time' : 'no sign';
}
