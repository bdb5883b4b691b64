// Entry of the token issuer process. Environment: DATA_DIR, TOKEN_ISSUER_PORT, AUTH_ISSUER, AUTH_AUDIENCE.
import { serve } from '@hono/node-server';
import { portTable } from '../ports.ts';
import { dataDirOf } from '../settings.ts';
import { createTokenIssuer } from './app.ts';
import { sandboxAudience, sandboxIssuer } from './claims.ts';
import { keepSigningKey } from './signing-key.ts';

function main(): void {
  const dataDir = dataDirOf(process.env);
  const port = Number(process.env['TOKEN_ISSUER_PORT'] || portTable.tokenIssuer.byDefault);
  keepSigningKey(dataDir);

  const app = createTokenIssuer({
    dataDir,
    issuer: process.env['AUTH_ISSUER'] || sandboxIssuer,
    audience: process.env['AUTH_AUDIENCE'] || sandboxAudience,
  });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => {
    process.stdout.write(`${JSON.stringify({ msg: 'ready', service: 'token-issuer', port })}\n`);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      server.close(() => process.exit(0));
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  }
}

if (import.meta.main) main();
