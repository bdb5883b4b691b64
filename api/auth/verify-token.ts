/** Who asks: what a verified token says of its bearer, and the API's words for one that is not (RFC 6750). */
import type { JWTPayload } from 'jose';
import type { AuthConfig } from '../../platform/config/load-config.ts';
import { bearerOf, createJwtVerifier, scopesOf } from '../../platform/tokens/verify-jwt.ts';
import type { Principal, VerifyToken } from '../deps.ts';
import { Problem, unavailable } from '../problem.ts';

/** A subject becomes part of keys and rows: bounded, and nothing that does not print. */
// oxlint-disable-next-line no-control-regex -- refusing them is what it is for
const SUBJECT_PATTERN = /^[^\u0000-\u001f\u007f\ud800-\udfff]{1,255}$/u;

export function createTokenVerifier(auth: AuthConfig): VerifyToken {
  const verify = createJwtVerifier(auth);
  return async (authorization) => {
    const token = bearerOf(authorization);
    if (token === undefined) {
      throw new Problem('UNAUTHENTICATED', { headers: { 'WWW-Authenticate': 'Bearer realm="payments"' } });
    }
    const verdict = await verify(token);
    switch (verdict.kind) {
      case 'valid':
        return principalOf(verdict.payload);
      case 'expired':
        throw invalidToken('TOKEN_EXPIRED', verdict.cause);
      case 'invalid':
        throw invalidToken('TOKEN_INVALID', verdict.cause);
      case 'keys_unreadable':
        throw unavailable(verdict.cause);
    }
  };
}

function principalOf(payload: JWTPayload): Principal {
  // jose's type says text; what the issuer wrote may be a number or a list, which a pattern would take for its text.
  const sub: unknown = payload.sub;
  if (typeof sub !== 'string' || !SUBJECT_PATTERN.test(sub)) throw invalidToken('TOKEN_INVALID', undefined);
  return { userId: sub, scopes: scopesOf(payload) };
}

/** RFC 6750, 3.1. */
function invalidToken(code: 'TOKEN_EXPIRED' | 'TOKEN_INVALID', cause: unknown): Problem {
  const description = code === 'TOKEN_EXPIRED' ? 'The token has expired' : 'The token could not be verified';
  const challenge = `Bearer realm="payments", error="invalid_token", error_description="${description}"`;
  return new Problem(code, { cause, headers: { 'WWW-Authenticate': challenge } });
}
