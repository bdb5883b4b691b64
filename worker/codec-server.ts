/** Entry of the codec server: shows encrypted payloads in clear to the Temporal Web UI and CLI of who may see them. */
import { createAdaptorServer } from '@hono/node-server';
import { loadCodecConfig } from '../platform/config/load-config.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { createLogger } from '../platform/logger.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { createPayloadCodec } from '../platform/temporal/payload-codec.ts';
import { loopbackOnly, operatorsOnly } from './codec-server/access.ts';
import { createCodecApp } from './codec-server/app.ts';

function main(): void {
  const config = loadOrExit(loadCodecConfig);
  const logger = createLogger({ level: config.logLevel, process: 'codec' });
  const app = createCodecApp({
    codec: createPayloadCodec(config.keyRing),
    allowedOrigins: config.allowedOrigins,
    access: config.access.kind === 'loopback' ? loopbackOnly() : operatorsOnly(config.access.auth),
    logger,
  });
  const server = createAdaptorServer({ fetch: app.fetch });

  onShutdown({
    logger,
    graceMs: config.shutdownGraceMs,
    steps: [{ name: 'close the HTTP server', run: () => server[Symbol.asyncDispose]() }],
  });
  server.listen(config.port, config.host, () => {
    logger.info({ host: config.host, port: config.port, access: config.access.kind }, 'ready');
  });
}

if (import.meta.main) main();
