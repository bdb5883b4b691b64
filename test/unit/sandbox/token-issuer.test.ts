/** The local issuer's tokens are what the API checks for. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTokenIssuer } from '../../../sandbox/token-issuer/app.ts';
import { sandboxAudience, sandboxIssuer } from '../../../sandbox/token-issuer/claims.ts';
import { mintToken } from '../../../sandbox/token-issuer/mint-token.ts';

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const tokenResponse = z.object({ access_token: z.string() });
const printToken = join(import.meta.dirname, '../../../sandbox/print-token.ts');

describe('the token issuer', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'issuer-test-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const createApp = () => createTokenIssuer({ dataDir, issuer: sandboxIssuer, audience: sandboxAudience });

  async function verify(token: string) {
    const response = await createApp().request('/.well-known/jwks.json');
    return jwtVerify(token, createLocalJWKSet(keySet.parse(await response.json())), {
      issuer: sandboxIssuer,
      audience: sandboxAudience,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    });
  }

  it('gives a token that its own key set proves, with both scopes', async () => {
    const response = await createApp().request('/token', {
      method: 'POST',
      body: JSON.stringify({ sub: 'alice', expiresInSeconds: 60 }),
    });
    const { access_token: token } = tokenResponse.parse(await response.json());
    const { payload } = await verify(token);
    expect(payload).toMatchObject({ sub: 'alice', scope: 'payments:read payments:write' });
  });

  it('keeps its key: a token minted before a restart is still proved after it', async () => {
    const token = await mintToken(dataDir, { sub: 'alice' });
    await createApp().request('/.well-known/jwks.json');
    expect((await verify(token)).payload.sub).toBe('alice');
  });

  it('agrees on one key when two processes need the first one at once', async () => {
    const print = (sub: string) =>
      promisify(execFile)(process.execPath, [printToken, '--sub', sub], { env: { DATA_DIR: dataDir } });
    const printed = await Promise.all(['alice', 'bob'].map(print));
    for (const { stdout } of printed) await verify(stdout.trim());
  });

  it('hides the key from other users, and publishes no secret part of it', async () => {
    await mintToken(dataDir, { sub: 'alice' });
    expect(statSync(join(dataDir, 'token-issuer-key.json')).mode & 0o777).toBe(0o600);
    const response = await createApp().request('/.well-known/jwks.json');
    expect(await response.text()).not.toContain('"d"');
  });

  it('mints an expired token when asked to', async () => {
    const token = await mintToken(dataDir, { sub: 'alice', expiresInSeconds: -10 });
    await expect(verify(token)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('refuses a request without a user', async () => {
    const response = await createApp().request('/token', { method: 'POST', body: '{}' });
    expect(response.status).toBe(400);
  });
});
