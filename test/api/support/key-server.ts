/** A real issuer for tests: signs with real keys and publishes them over HTTP on a free port. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';

export type TokenOptions = {
  readonly sub?: string | undefined;
  readonly scope?: string | undefined;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now; null leaves `exp` out. */
  readonly expiresInSeconds?: number | null;
  /** Claims beside those above. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
};

export const AUDIENCE = 'payments-test';
const BOTH_SCOPES = 'payments:read payments:write';

export type KeyServer = {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** What anybody may read of the key that signs. */
  readonly publicJwk: () => JWK;
  /** How often the key set was asked for. */
  readonly timesAsked: () => number;
  sign(options?: TokenOptions): Promise<string>;
  /** From now on another key signs, and it alone is published, under this id. */
  rotate(kid: string): Promise<void>;
  /** From now on the key set is answered by this; null: by the issuer again. */
  answerWith(listener: RequestListener | null): void;
  close(): Promise<void>;
};

export async function startKeyServer(): Promise<KeyServer> {
  let current = await makeKey('test');
  let isAsked = 0;
  let instead: RequestListener | null = null;
  const server = createServer((request, response) => {
    isAsked += 1;
    if (instead !== null) instead(request, response);
    else
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ keys: [current.publicJwk] }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = addressOf(server.address());
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    jwksUrl: `${issuer}/jwks.json`,
    publicJwk: () => current.publicJwk,
    timesAsked: () => isAsked,
    sign: ({ header, ...options } = {}) =>
      sign({ issuer, key: current.privateKey, header: { kid: current.kid, ...header }, ...options }),
    rotate: async (kid) => {
      current = await makeKey(kid);
    },
    answerWith: (listener) => {
      instead = listener;
    },
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  return { kid, privateKey, publicJwk };
}

async function sign(options: TokenOptions & Required<Pick<TokenOptions, 'issuer' | 'key'>>): Promise<string> {
  const {
    scope = BOTH_SCOPES,
    audience = AUDIENCE,
    expiresInSeconds = 300,
    header,
    issuer,
    key,
    claims,
  } = options;
  const sub = 'sub' in options ? options.sub : 'alice';
  const jwt = new SignJWT({ scope, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
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
