// The token issuer over HTTP: publishes its key set, and gives a token to whoever asks. It runs on loopback only.
import { Hono } from 'hono';
import { z } from 'zod';
import { defaultLifetimeSeconds } from './claims.ts';
import { mintToken, type TokenRequest } from './mint-token.ts';
import { keepSigningKey, publicJwk } from './signing-key.ts';

const tokenRequest = z.strictObject({
  sub: z.string().min(1).max(255),
  scope: z.string().optional(),
  expiresInSeconds: z.number().int().optional(),
});

export interface IssuerOptions {
  readonly dataDir: string;
  readonly issuer: string;
  readonly audience: string;
}

export function createTokenIssuer({ dataDir, issuer, audience }: IssuerOptions): Hono {
  const app = new Hono();

  app.get('/.well-known/jwks.json', async (c) =>
    c.json({ keys: [await publicJwk(keepSigningKey(dataDir))] }),
  );

  app.post('/token', async (c) => {
    const body = tokenRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: 'invalid_request', issues: body.error.issues }, 400);
    const { sub, scope, expiresInSeconds = defaultLifetimeSeconds } = body.data;
    const request: TokenRequest = {
      sub,
      expiresInSeconds,
      issuer,
      audience,
      ...(scope !== undefined && { scope }),
    };
    const accessToken = await mintToken(dataDir, request);
    return c.json({ access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds });
  });

  return app;
}
