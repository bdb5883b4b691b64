// The key that signs the sandbox's tokens, kept in the data folder so that tokens outlive a restart.
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { z } from 'zod';
import { readOrCreateJson } from '../read-or-create-json.ts';

const schema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

export type PrivateJwk = z.infer<typeof schema>;

export const signingAlgorithm = 'ES256';

export function keepSigningKey(dataDir: string): PrivateJwk {
  return readOrCreateJson(join(dataDir, 'token-issuer-key.json'), schema, () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return schema.parse(privateKey.export({ format: 'jwk' }));
  });
}

/** What the issuer publishes: the same key without its secret part, named by its thumbprint (RFC 7638). */
export async function publicJwk({ kty, crv, x, y }: PrivateJwk) {
  const kid = await keyId({ kty, crv, x, y });
  return { kty, crv, x, y, kid, use: 'sig', alg: signingAlgorithm };
}

export function keyId({ kty, crv, x, y }: Omit<PrivateJwk, 'd'>): Promise<string> {
  return calculateJwkThumbprint({ kty, crv, x, y });
}
