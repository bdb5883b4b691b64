/** Entry of the API process: configuration → dependencies → HTTP server → graceful end. The one place of wiring. */
import { createWebhookParsers } from '../activities/gateway/webhook-parsers.ts';
import { openDatabase } from '../db/orm.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import { createWebhookDeliveries } from '../db/stores/webhook-deliveries.ts';
import { type ApiConfig, loadApiConfig } from '../platform/config/load-config.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { createLogger } from '../platform/logger.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { connectTemporalClient } from '../platform/temporal/client-connection.ts';
import { createApp } from './app.ts';
import { createTokenVerifier } from './auth/verify-token.ts';
import { closingGently } from './close-gently.ts';
import { DEFAULT_TIMES } from './deps.ts';
import { createHttpServer } from './http-server.ts';
import { createPaymentWorkflows } from './payment-workflows.ts';
import { accepting, createReadinessChecks } from './readiness.ts';

async function main(config: ApiConfig): Promise<void> {
  const logger = createLogger({ level: config.logLevel, process: 'api' });
  const database = await openDatabase(config.database);
  const temporal = connectTemporalClient(config);
  const { portOneWebhookSecrets: secrets, tossWebhooks } = config;
  const webhooks = createWebhookParsers({
    PORTONE: secrets.length > 0 ? { secrets } : null,
    TOSS: tossWebhooks,
  });
  const stopping = new AbortController();
  const app = createApp({
    payments: createPaymentReader({ database, keyRing: config.keyRing }),
    workflows: createPaymentWorkflows(temporal, config.maxInFlightRequests),
    webhooks,
    deliveries: createWebhookDeliveries(database),
    verifyToken: createTokenVerifier(config.auth),
    routes: config.gatewayRoutes,
    readiness: [...createReadinessChecks(database, temporal), accepting(stopping.signal)],
    logger,
    clock: Date.now,
    settings: {
      ...DEFAULT_TIMES,
      issuer: config.auth.issuer,
      bodyLimitBytes: config.bodyLimitBytes,
      rateLimit: { requests: config.rateLimitPerMinute, windowSeconds: 60 },
      unprovedLooks: { requests: config.webhookLooksPerMinute, windowSeconds: 60 },
      maxInFlight: config.maxInFlightRequests,
    },
  });
  const server = createHttpServer(app);
  const closeServer = closingGently(server, config.shutdownDrainMs);

  onShutdown({
    logger,
    graceMs: config.shutdownDrainMs + config.shutdownGraceMs,
    steps: [
      { name: 'say that it is not ready', run: () => stopping.abort() },
      { name: 'close the HTTP server', run: closeServer },
      { name: 'close the connection to Temporal', run: () => temporal.connection.close() },
      { name: 'close the database', run: () => database.close() },
    ],
  });
  server.on('error', (error) => {
    logger.fatal({ err: error, host: config.host, port: config.port }, 'the HTTP server failed');
    process.exit(1);
  });
  server.listen(config.port, config.host, () => {
    logger.info({ host: config.host, port: config.port, webhooks: Object.keys(webhooks) }, 'ready');
  });
}

if (import.meta.main) await main(loadOrExit(loadApiConfig));
