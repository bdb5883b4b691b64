/**
 * Who may have payments decoded. On this machine only: everybody, but no foreign web page, hence the check of the
 * name that the browser believes to be talking to (DNS rebinding). Elsewhere: who brings an operator's token.
 */
import type { MiddlewareHandler } from 'hono';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { AuthConfig } from '../../platform/config/load-config.ts';

const OPERATOR_SCOPE = 'payments:operate';

export function loopbackOnly(): MiddlewareHandler {
  return async (context, next) => {
    const { hostname } = new URL(context.req.url);
    if (!LOOPBACK_NAMES.has(hostname)) return context.json({ message: `Not served as ${hostname}` }, 403);
    return next();
  };
}

export function operatorsOnly(auth: AuthConfig): MiddlewareHandler {
  const keys = createRemoteJWKSet(new URL(auth.jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
  return async (context, next) => {
    const token = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '')?.[1];
    const verdict = token === undefined ? 'none' : await verify(token, auth, keys);
    if (verdict === 'operator') return next();
    if (verdict === 'unknown') return context.json({ message: "The issuer's keys cannot be read" }, 503);
    if (verdict === 'other') {
      context.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${OPERATOR_SCOPE}"`);
      return context.json({ message: `The token lacks the scope ${OPERATOR_SCOPE}` }, 403);
    }
    context.header('WWW-Authenticate', verdict === 'none' ? 'Bearer' : 'Bearer error="invalid_token"');
    return context.json({ message: 'Send a valid bearer token' }, 401);
  };
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const JWKS_TIMEOUT_MS = 3_000;

type Verdict = 'operator' | 'other' | 'invalid' | 'unknown';

async function verify(
  token: string,
  auth: AuthConfig,
  keys: ReturnType<typeof createRemoteJWKSet>,
): Promise<Verdict> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: auth.issuer,
      audience: auth.audience,
      typ: auth.tokenType,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    const scope = payload['scope'];
    return typeof scope === 'string' && scope.split(' ').includes(OPERATOR_SCOPE) ? 'operator' : 'other';
  } catch (error) {
    return isTokenFault(error) ? 'invalid' : 'unknown';
  }
}

// What jose throws while it fetches keys says nothing about the token: a time-out of its own, or the plain base class.
function isTokenFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== errors.JOSEError.code
  );
}
