/** A real issuer for tests: signs with real keys and publishes them over HTTP on a free port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

export type TokenOptions = {
  readonly sub?: string | undefined;
  readonly scope?: string | undefined;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now; null leaves `exp` out. */
  readonly expiresInSeconds?: number | null;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
};

export const AUDIENCE = 'payments-test';
const BOTH_SCOPES = 'payments:read payments:write';

export type KeyServer = {
  readonly issuer: string;
  readonly jwksUrl: string;
  sign(options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
};

export async function startKeyServer(): Promise<KeyServer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keySet = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(keySet);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = addressOf(server.address());
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    jwksUrl: `${issuer}/jwks.json`,
    sign: (options = {}) => sign({ issuer, key: privateKey, ...options }),
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function sign(options: TokenOptions & Required<Pick<TokenOptions, 'issuer' | 'key'>>): Promise<string> {
  const { scope = BOTH_SCOPES, audience = AUDIENCE, expiresInSeconds = 300, header, issuer, key } = options;
  const sub = 'sub' in options ? options.sub : 'alice';
  const jwt = new SignJWT({ scope })
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt', ...header })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt();
  if (sub !== undefined) jwt.setSubject(sub);
  if (expiresInSeconds !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds);
  return jwt.sign(key);
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address;
}
