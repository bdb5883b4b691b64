// Makes an access token as RFC 9068 describes it, with the key of a data folder.
import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { allScopes, defaultLifetimeSeconds, sandboxAudience, sandboxIssuer } from './claims.ts';
import { keepSigningKey, keyId, signingAlgorithm } from './signing-key.ts';

export interface TokenRequest {
  readonly sub: string;
  /** Space separated; both scopes when not given. */
  readonly scope?: string;
  /** Negative makes a token that has expired already. */
  readonly expiresInSeconds?: number;
  readonly issuer?: string;
  readonly audience?: string;
  /** `at+jwt` when not given. */
  readonly type?: string;
}

/** Makes the folder's key when it has none yet. */
export async function mintToken(dataDir: string, request: TokenRequest): Promise<string> {
  const key = keepSigningKey(dataDir);
  const nowSeconds = Math.floor(Date.now() / 1000);
  const expiresInSeconds = request.expiresInSeconds ?? defaultLifetimeSeconds;
  return new SignJWT({ scope: request.scope ?? allScopes })
    .setProtectedHeader({ alg: signingAlgorithm, typ: request.type ?? 'at+jwt', kid: await keyId(key) })
    .setIssuer(request.issuer ?? sandboxIssuer)
    .setAudience(request.audience ?? sandboxAudience)
    .setSubject(request.sub)
    .setIssuedAt(Math.min(nowSeconds, nowSeconds + expiresInSeconds - 1))
    .setExpirationTime(nowSeconds + expiresInSeconds)
    .setJti(randomUUID())
    .sign(await importJWK(key, signingAlgorithm));
}
