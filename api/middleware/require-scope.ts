/** 403 only for a missing scope: another user's payment is 404, as if it did not exist. */
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import { Problem } from '../problem.ts';

export type Scope = 'payments:read' | 'payments:write';

export function requireScope(scope: Scope): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (!c.get('principal').scopes.has(scope)) {
      const challenge = `Bearer realm="payments", error="insufficient_scope", scope="${scope}"`;
      throw new Problem('FORBIDDEN', { params: { scope }, headers: { 'WWW-Authenticate': challenge } });
    }
    await next();
  };
}
