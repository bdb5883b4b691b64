/** `npm run start:worker`: runs the payments' workflows and activities until told to stop. */
import { Runtime } from '@temporalio/worker';
import { measured } from '../activities/gateway/measured.ts';
import { createGateways } from '../activities/gateway/registry.ts';
import { createKafkaPublisher } from '../activities/kafka/kafkajs-publisher.ts';
import { openDatabase } from '../db/orm.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { loadWorkerConfig } from '../platform/config/load-config.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { createLogger } from '../platform/logger.ts';
import { onShutdown, watchProcess } from '../platform/shutdown.ts';
import { connectTemporalClient } from '../platform/temporal/client-connection.ts';
import { createRuntimeLogger } from '../platform/temporal/runtime-logger.ts';
import { telemetryOptions } from '../platform/temporal/telemetry-options.ts';
import { connectTemporalWorker } from '../platform/temporal/worker-connection.ts';
import { faultsOfBundle } from './check-bundle.ts';
import { faultsOfRoutes } from './check-routes.ts';
import { createWorker } from './create-worker.ts';
import { createOpenPaymentsLister } from './list-open-payments.ts';
import { createPaymentLooker } from './make-payment-look.ts';
import { createPaymentResumer } from './resume-payment.ts';

async function main(): Promise<void> {
  const { config, gateways } = loadOrExit(loadWithGateways);
  const { temporal, keyRing, shutdownGraceMs, reconciliation } = config;
  const logger = createLogger({ level: config.logLevel, process: 'worker' });
  watchProcess(logger);
  // Signals are ours (platform/shutdown.ts): the runtime must not stop the worker on its own.
  Runtime.install({
    logger: createRuntimeLogger(logger),
    shutdownSignals: [],
    telemetryOptions: telemetryOptions(config.metricsAddress),
  });
  const { metricMeter } = Runtime.instance();

  const connection = await connectTemporalWorker({ temporal, logger });
  const database = await openDatabase(config.database);
  const client = connectTemporalClient({ temporal, keyRing });
  const publisher = createKafkaPublisher(config.kafka, logger);
  const worker = await createWorker({
    connection,
    namespace: temporal.namespace,
    keyRing,
    workflowBundle: config.workflowBundle,
    shutdownGraceMs,
    activities: {
      ...{ database, publisher, keyRing, reconciliation },
      gateways: {
        PORTONE: measured(gateways.PORTONE, metricMeter),
        TOSS: measured(gateways.TOSS, metricMeter),
      },
      paymentExpiresAfterMs: config.paymentExpiresAfterMs,
      attentionAfterMs: config.attentionAfterMs,
      resumePayment: createPaymentResumer(client),
      makeLook: createPaymentLooker(client),
      listOpenPayments: createOpenPaymentsLister(client, reconciliation.settlingMs),
      now: () => new Date(),
    },
  });
  const running = worker.run();
  const stop = onShutdown({
    logger,
    graceMs: shutdownGraceMs + CLOSING_MS,
    steps: [
      { name: 'worker', run: () => (worker.getState() === 'RUNNING' ? worker.shutdown() : undefined) },
      { name: 'tasks under way', run: () => running },
      { name: 'Kafka', run: () => publisher.close() },
      { name: 'database', run: () => database.close() },
      { name: 'Temporal client', run: () => client.connection.close() },
      { name: 'Temporal', run: () => connection.close() },
    ],
  });
  logger.info(
    {
      gateways: Object.keys(gateways),
      metrics: config.metricsAddress,
      routes: Object.entries(config.gatewayRoutes).map((route) => route.join('=')),
    },
    'ready',
  );
  // A worker that ends by itself has lost its server for good: the process must not stay behind without it.
  await running.catch((error: unknown) => logger.fatal({ err: error }, 'the worker ended'));
  stop('the worker ended');
}

const CLOSING_MS = 5_000;

/** @throws ConfigError also for a route to a gateway that does not serve the method, and a bundle of another version. */
function loadWithGateways(environment: Parameters<typeof loadWorkerConfig>[0]) {
  const config = loadWorkerConfig(environment);
  const gateways = createGateways(config.gateways);
  const faults = [
    ...faultsOfRoutes(config.gatewayRoutes, gateways),
    ...faultsOfBundle(config.workflowBundle),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return { config, gateways };
}

if (import.meta.main) await main();
