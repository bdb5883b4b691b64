/**
 * No answer waits for Kafka: while it is down, slow or a black hole, clients are told what happened to their money, and
 * their events arrive in order once it is back, each under its own id.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../../sandbox/wait.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { untilSettled } from '../../support/four-records.ts';
import type { Paid, RecordingClient } from '../../support/recording-client.ts';
import type { Rig } from '../../support/rig.ts';
import { onStage, type Stage } from './support/stage.ts';

/** `ConfigResourceTypes.BROKER`; kafkajs' own constant cannot be imported by name. */
const BROKER_RESOURCE = 4;

let stage: Stage;
let rig: Rig;
let client: RecordingClient;

onStage((shared) => {
  stage = shared;
  ({ rig, client } = stage);
});

/** That events are in order, without a gap, and each copy equal to the byte, is among what is looked at here. */
afterEach(async () => {
  await expectOneStory(rig, client.answers);
});

/** Three events: paid, a part given back, the rest given back. All of it is answered without Kafka. */
async function threeEvents(): Promise<Paid> {
  const paid = await client.createAndPay();
  const answers = [
    await client.complete(paid),
    await client.cancel(paid, randomUUID(), 4_000),
    await client.cancel(paid, randomUUID()),
  ];
  expect(answers.map(({ status, state }) => [status, state])).toEqual([
    [200, 'PAID'],
    [200, 'PARTIALLY_CANCELLED'],
    [200, 'CANCELLED'],
  ]);
  return paid;
}

function failuresToPublish(): number {
  return readFileSync(stage.worker.logFile, 'utf8').split('"activityType":"kafkaPublishEvents"').length - 1;
}

/** Until the worker has noticed: an attempt to publish has failed since. */
async function untilPublishingFails(before: number): Promise<void> {
  await waitUntil(() => failuresToPublish() > before || undefined, {
    what: 'an attempt to publish that failed',
    deadlineMs: 40_000,
  });
}

describe('no answer waits for Kafka', () => {
  it('while it is down: 200 all the same, and the events arrive once it is back', async () => {
    await client.createCompleted();
    const before = failuresToPublish();
    await rig.killWorld('kafka');
    await threeEvents();
    await untilPublishingFails(before);
    await rig.restartWorld('kafka');
  });

  it('while it is slow: 200 all the same, and in order', async () => {
    rig.kafkaProxy.hold('server');
    await threeEvents();
    rig.kafkaProxy.release();
  });

  it('while it is a black hole: 200 all the same, and the events arrive by a new connection', async () => {
    const before = failuresToPublish();
    rig.kafkaProxy.hold('client');
    rig.kafkaProxy.hold('server');
    await threeEvents();
    await untilPublishingFails(before);
    rig.kafkaProxy.release();
  });

  it('nor do the events of a worker that is killed meanwhile get lost', async () => {
    rig.kafkaProxy.hold('client');
    await threeEvents();
    await stage.killWorker();
    rig.kafkaProxy.release();
    await stage.startWorker();
  });
});

describe('Kafka that comes back', () => {
  it('with its log and without its memory of producers gets every event, once in order', async () => {
    await client.createCompleted();
    await untilSettled(rig, 30_000);
    await keepProducersFor('1');
    await rig.stopWorld('kafka');
    await rig.restartWorld('kafka');
    await threeEvents();
    await keepProducersFor(undefined);
  });
});

/** From its next start on, the broker drops a producer that it knew from its log so long ago; undefined: as is usual. */
async function keepProducersFor(ms: string | undefined): Promise<void> {
  const kafka = new Kafka({
    brokers: (rig.environment['KAFKA_BROKERS'] ?? '').split(','),
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: BROKER_RESOURCE,
          name: '1',
          configEntries: ms === undefined ? [] : [{ name: 'producer.id.expiration.ms', value: ms }],
        },
      ],
    });
  } finally {
    await admin.disconnect();
  }
}
