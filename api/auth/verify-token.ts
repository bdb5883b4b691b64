/**
 * Who asks: a JWT, verified by the issuer's published keys (RFC 7519, RFC 9068). Nothing is taken for granted:
 * algorithms, issuer, audience, expiry, subject and type are all required to be what is configured.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import type { Principal, VerifyToken } from '../deps.ts';
import { Problem, unavailable } from '../problem.ts';
import { fetchBounded } from './fetch-bounded.ts';

export type TokenSettings = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** The header's `typ`. */
  readonly tokenType: 'at+jwt' | 'JWT';
};

const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_TOKEN_LENGTH = 8_192;
/** A subject becomes part of keys and rows: bounded, and nothing that does not print. */
// oxlint-disable-next-line no-control-regex -- refusing them is what it is for
const SUBJECT_PATTERN = /^[^\u0000-\u001f\u007f\ud800-\udfff]{1,255}$/u;

export function createTokenVerifier(settings: TokenSettings): VerifyToken {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), {
    timeoutDuration: 2_000,
    // An unknown key id asks again at most this often: a new key works soon, a flood of forged ids costs little.
    cooldownDuration: 5_000,
    cacheMaxAge: 10 * 60_000,
    [customFetch]: fetchBounded,
  });
  const options: JWTVerifyOptions = {
    algorithms: ALGORITHMS,
    issuer: settings.issuer,
    audience: settings.audience,
    typ: settings.tokenType,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  return async (authorization) => {
    const token = readBearer(authorization);
    try {
      const { payload } = await jwtVerify(token, keys, options);
      return principalOf(payload);
    } catch (error) {
      throw classify(error);
    }
  };
}

/** RFC 6750, 2.1: the header only, never a query parameter. */
function readBearer(authorization: string | undefined): string {
  const [, token] = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) {
    throw new Problem('UNAUTHENTICATED', { headers: { 'WWW-Authenticate': 'Bearer realm="payments"' } });
  }
  if (token.length > MAX_TOKEN_LENGTH) throw invalidToken('TOKEN_INVALID', undefined);
  return token;
}

function principalOf({ sub, scope }: JWTPayload): Principal {
  // jose's type says text; what the issuer wrote may be a number or a list, which a pattern would take for its text.
  if (typeof sub !== 'string' || !SUBJECT_PATTERN.test(sub)) throw invalidToken('TOKEN_INVALID', undefined);
  return { userId: sub, scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []) };
}

function classify(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof errors.JWTExpired) return invalidToken('TOKEN_EXPIRED', error);
  // The token names a key that the issuer does not publish, or that does not fit.
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return invalidToken('TOKEN_INVALID', error);
  }
  if (isAboutTheToken(error)) return invalidToken('TOKEN_INVALID', error);
  // What is left is about the key set: out of reach, too slow, or not a key set. The token may be good.
  return unavailable(error);
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  );
}

/** RFC 6750, 3.1. */
function invalidToken(code: 'TOKEN_EXPIRED' | 'TOKEN_INVALID', cause: unknown): Problem {
  const description = code === 'TOKEN_EXPIRED' ? 'The token has expired' : 'The token could not be verified';
  const challenge = `Bearer realm="payments", error="invalid_token", error_description="${description}"`;
  return new Problem(code, { cause, headers: { 'WWW-Authenticate': challenge } });
}
