/** Puts the user on the context, once, for everything behind it. Who cannot say who they are gets no further. */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import type { VerifyToken } from '../deps.ts';

export function authenticate(verifyToken: VerifyToken): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    // A payment is nobody else's business: no cache keeps an answer, or a refusal.
    c.header('Cache-Control', 'no-store');
    c.set('principal', await verifyToken(c.req.header('Authorization')));
    await next();
  };
}
