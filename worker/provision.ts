/**
 * `npm run provision`: the Temporal namespace with our search attributes and schedules, and the Kafka topic. Run again it
 * changes nothing but a schedule's interval that the configuration has changed; what else exists is left as it is.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, isGrpcServiceError, ScheduleAlreadyRunning } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { Kafka, logLevel } from 'kafkajs';
import { loadProvisionConfig, type ProvisionConfig } from '../platform/config/load-config.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import {
  RECONCILE_SCHEDULE_ID,
  RECONCILE_WORKFLOW_TYPE,
  SWEEP_SCHEDULE_ID,
  SWEEP_WORKFLOW_TYPE,
  searchAttributes,
  TASK_QUEUE,
} from '../workflows/contract.ts';

/** temporal.api.enums.v1.IndexedValueType; the package's own enum cannot be imported by name from CommonJS. */
const INDEXED_VALUE_TYPE_KEYWORD = 2;
const RETENTION = '72h';
const SWEEP_INTERVAL_MS = 60_000;
const GRPC_NOT_FOUND = 5;
const DEADLINE_MS = 30_000;

export async function provision(config: ProvisionConfig, logger: Logger): Promise<void> {
  await provisionTemporal(config, logger);
  await provisionTopic(config.kafka, logger);
}

async function provisionTemporal(config: ProvisionConfig, logger: Logger): Promise<void> {
  const { address, namespace } = config.temporal;
  const connection = await Connection.connect({ address });
  try {
    await connection.withDeadline(Date.now() + DEADLINE_MS, async () => {
      if (!(await hasNamespace(connection, namespace))) {
        await connection.workflowService.registerNamespace({
          namespace,
          workflowExecutionRetentionPeriod: msToTs(RETENTION),
        });
        logger.info({ namespace }, 'namespace registered');
      }
      await whenKnown(async () => await addSearchAttributes(connection, namespace, logger));
      const client = new Client({ connection, namespace });
      for (const schedule of schedulesOf(config))
        await whenKnown(async () => await ensureSchedule(client, schedule, logger));
    });
  } finally {
    await connection.close();
  }
}

async function hasNamespace(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return isGrpcServiceError(error) && Number(error.code) === GRPC_NOT_FOUND;
}

/** A namespace just registered takes a while to be known everywhere in the server: asked again until then. */
async function whenKnown(work: () => Promise<void>): Promise<void> {
  for (const giveUpAt = Date.now() + DEADLINE_MS; ; await delay(500)) {
    try {
      return await work();
    } catch (error) {
      if (!isNotFound(error) || Date.now() > giveUpAt) throw error;
    }
  }
}

async function addSearchAttributes(connection: Connection, namespace: string, logger: Logger): Promise<void> {
  const { operatorService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes)
    .map(({ name }) => name)
    .filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
  });
  logger.info({ searchAttributes: missing }, 'search attributes added');
}

type OwnSchedule = { readonly scheduleId: string; readonly workflowType: string; readonly everyMs: number };

function schedulesOf({ reconcileIntervalMs }: ProvisionConfig): readonly OwnSchedule[] {
  return [
    { scheduleId: SWEEP_SCHEDULE_ID, workflowType: SWEEP_WORKFLOW_TYPE, everyMs: SWEEP_INTERVAL_MS },
    {
      scheduleId: RECONCILE_SCHEDULE_ID,
      workflowType: RECONCILE_WORKFLOW_TYPE,
      everyMs: reconcileIntervalMs,
    },
  ];
}

async function ensureSchedule(client: Client, schedule: OwnSchedule, logger: Logger): Promise<void> {
  const { scheduleId, workflowType, everyMs } = schedule;
  try {
    await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every: everyMs }] },
      policies: { overlap: 'SKIP', catchupWindow: everyMs },
      action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: TASK_QUEUE },
    });
    logger.info({ schedule: scheduleId, everyMs }, 'schedule created');
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await adjustInterval(client, schedule, logger);
  }
}

/** The interval is configuration; whether it is paused, and everything else, is the operators'. */
async function adjustInterval(
  client: Client,
  { scheduleId, everyMs }: OwnSchedule,
  logger: Logger,
): Promise<void> {
  const handle = client.schedule.getHandle(scheduleId);
  const { spec } = await handle.describe();
  const intervals = spec.intervals ?? [];
  if (intervals.length === 1 && intervals[0]?.every === everyMs) return;
  await handle.update(({ spec: stored, ...kept }) => ({
    ...kept,
    spec: { ...stored, intervals: [{ every: everyMs }] },
  }));
  logger.info({ schedule: scheduleId, everyMs }, 'schedule changed');
}

async function provisionTopic(
  { brokers, topic, partitions, replication }: ProvisionConfig['kafka'],
  logger: Logger,
): Promise<void> {
  const kafka = new Kafka({
    clientId: 'temporal-payments-provision',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const isCreated = await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: partitions, replicationFactor: replication }],
    });
    if (isCreated) logger.info({ topic, partitions, replication }, 'topic created');
  } finally {
    await admin.disconnect();
  }
}

if (import.meta.main) {
  const config = loadOrExit(loadProvisionConfig);
  const logger = createLogger({ level: config.logLevel, process: 'provision' });
  try {
    await provision(config, logger);
    logger.info({ topic: config.kafka.topic, namespace: config.temporal.namespace }, 'provisioned');
  } catch (error) {
    logger.fatal({ err: error }, 'provisioning failed');
    process.exitCode = 1;
  }
}
