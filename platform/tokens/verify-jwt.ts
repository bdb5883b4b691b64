/**
 * A JWT, verified by the issuer's published keys (RFC 7519, RFC 9068), for every process that takes tokens. Nothing is
 * taken for granted: algorithms, issuer, audience, expiry, subject and type are all required to be what is configured.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import type { AuthConfig } from '../config/load-config.ts';
import { fetchBounded } from './fetch-bounded.ts';

export type TokenVerdict =
  | { readonly kind: 'valid'; readonly payload: JWTPayload }
  | { readonly kind: 'expired' | 'invalid'; readonly cause: unknown }
  /** The key set is out of reach, too slow, or none: the token may be good. */
  | { readonly kind: 'keys_unreadable'; readonly cause: unknown };

export type VerifyJwt = (token: string) => Promise<TokenVerdict>;

const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_TOKEN_LENGTH = 8_192;

export function createJwtVerifier(auth: AuthConfig): VerifyJwt {
  const keys = createRemoteJWKSet(new URL(auth.jwksUrl), {
    timeoutDuration: 2_000,
    // An unknown key id asks again at most this often: a new key works soon, a flood of forged ids costs little.
    cooldownDuration: 5_000,
    cacheMaxAge: 10 * 60_000,
    [customFetch]: fetchBounded,
  });
  const options: JWTVerifyOptions = {
    algorithms: ALGORITHMS,
    issuer: auth.issuer,
    audience: auth.audience,
    typ: auth.tokenType,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) return { kind: 'invalid', cause: undefined };
    try {
      const { payload } = await jwtVerify(token, keys, options);
      return { kind: 'valid', payload };
    } catch (cause) {
      return { kind: classify(cause), cause };
    }
  };
}

/** RFC 6750, 2.1: the header only, never a query parameter. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization ?? '')?.[1];
}

export function scopesOf({ scope }: JWTPayload): ReadonlySet<string> {
  return new Set(typeof scope === 'string' ? scope.split(' ') : []);
}

function classify(error: unknown): Exclude<TokenVerdict['kind'], 'valid'> {
  if (error instanceof errors.JWTExpired) return 'expired';
  // The token names a key that the issuer does not publish, or that does not fit.
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'invalid';
  }
  return isAboutTheToken(error) ? 'invalid' : 'keys_unreadable';
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
