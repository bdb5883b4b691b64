/**
 * Who may have payments decoded. On this machine only: everybody, but no foreign web page, hence the check of the
 * name that the browser believes to be talking to (DNS rebinding). Elsewhere: who brings an operator's token.
 */
import type { MiddlewareHandler } from 'hono';
import type { AuthConfig } from '../../platform/config/load-config.ts';
import { bearerOf, createJwtVerifier, scopesOf } from '../../platform/tokens/verify-jwt.ts';

const OPERATOR_SCOPE = 'payments:operate';

export function loopbackOnly(): MiddlewareHandler {
  return async (context, next) => {
    const { hostname } = new URL(context.req.url);
    if (!LOOPBACK_NAMES.has(hostname)) return context.json({ message: `Not served as ${hostname}` }, 403);
    return next();
  };
}

export function operatorsOnly(auth: AuthConfig): MiddlewareHandler {
  const verify = createJwtVerifier(auth);
  return async (context, next) => {
    const token = bearerOf(context.req.header('Authorization'));
    if (token === undefined) {
      context.header('WWW-Authenticate', 'Bearer');
      return context.json({ message: 'Send a valid bearer token' }, 401);
    }
    const verdict = await verify(token);
    switch (verdict.kind) {
      case 'valid':
        if (scopesOf(verdict.payload).has(OPERATOR_SCOPE)) return next();
        context.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${OPERATOR_SCOPE}"`);
        return context.json({ message: `The token lacks the scope ${OPERATOR_SCOPE}` }, 403);
      case 'expired':
      case 'invalid':
        context.header('WWW-Authenticate', 'Bearer error="invalid_token"');
        return context.json({ message: 'Send a valid bearer token' }, 401);
      case 'keys_unreadable':
        return context.json({ message: "The issuer's keys cannot be read" }, 503);
    }
  };
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
