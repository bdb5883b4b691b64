/** What middleware puts on a request once, and routes read. */
import type { Context } from 'hono';
import type { Budget, Principal } from './deps.ts';
import type { Language } from './language.ts';

export type ApiEnv = {
  Variables: {
    requestId: string;
    language: Language;
    /** Milliseconds since the epoch: every budget counts from here. */
    arrivedAtMs: number;
    principal: Principal;
    /** The code of the problem that was answered, for the access log. */
    problemCode: string | undefined;
  };
};

export type ApiContext = Context<ApiEnv>;

/** Acceptance counts from now (the row was read before), the answer from the request's arrival. */
export function budgetOf(
  arrivedAtMs: number,
  nowMs: number,
  limits: { readonly acceptWithinMs: number; readonly answerWithinMs: number },
): Budget {
  const answerByMs = arrivedAtMs + limits.answerWithinMs;
  return { acceptByMs: Math.min(nowMs + limits.acceptWithinMs, answerByMs), answerByMs };
}
