/**
 * Every process and every server is killed and started again: what a client repeats under its key is still that one
 * payment and that one cancellation, for the rows say so.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { Part } from '../../../sandbox/part.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { query, untilSettled } from '../../support/four-records.ts';
import { readTopic } from '../../support/read-topic.ts';
import {
  payFor,
  type RecordingClient,
  recordingClient,
  type Told,
  untilAnswered,
} from '../../support/recording-client.ts';
import type { Rig, RunningApi } from '../../support/rig.ts';
import { withRig } from '../../support/shared-rig.ts';

const SERVERS = ['postgres', 'temporal', 'kafka'] as const;

let rig: Rig;
let worker: Part;
let api: RunningApi;
let client: RecordingClient;

withRig.beforeAll(async ({ rig: shared }) => {
  rig = shared;
  [worker, api] = await Promise.all([rig.startWorker(), rig.startApi()]);
  client = recordingClient(rig.dataDir, () => [api.url]);
});

afterAll(async () => {
  await Promise.all([worker?.stop(), api?.stop()]);
});

async function restartEverything(): Promise<void> {
  await Promise.all([rig.kill(worker), rig.kill(api), ...SERVERS.map(rig.killWorld)]);
  await Promise.all(SERVERS.map(rig.restartWorld));
  [worker, api] = await Promise.all([rig.startWorker(), rig.startApi()]);
}

function toldOf({ status, state, paymentId, headers }: Told) {
  return { status, state, paymentId, isReplayed: headers.get('idempotent-replayed') === 'true' };
}

async function rowsOf(table: 'payment' | 'cancellation', paymentId: string): Promise<number> {
  const rows = await query(rig.environment, `select 1 from ${table} where payment_id = '${paymentId}'`);
  return rows.length;
}

async function eventsOf(paymentId: string) {
  const topic = await readTopic({
    brokers: rig.environment['KAFKA_BROKERS'] ?? '',
    topic: rig.environment['KAFKA_TOPIC'] ?? 'payment.events.v1',
  });
  return topic.filter(({ key }) => key === paymentId).map(({ eventId }) => eventId);
}

/** Under a key of its own, which is asked with again. */
function creation() {
  const key = randomUUID();
  const orderId = `order-${randomUUID().slice(0, 18)}`;
  return async (more: object = {}) => await client.create(key, { orderId, ...more });
}

it('create, complete and cancel, repeated under their keys, are answered by what stands, and make nothing more', async () => {
  const [create, createUnpaid, cancelKey] = [creation(), creation(), randomUUID()];
  const [created, unpaid] = [await create(), await createUnpaid()];
  expect([created.status, unpaid.status]).toEqual([201, 201]);
  const paid = await payFor(created);
  const { paymentId } = paid;
  expect((await client.complete(paid)).status).toBe(200);
  expect((await client.cancel(paid, cancelKey, 4_000)).status).toBe(200);
  await untilSettled(rig, 30_000);

  await restartEverything();

  const replayed = { status: 200, state: 'PARTIALLY_CANCELLED', paymentId, isReplayed: true };
  expect(toldOf(await create())).toEqual(replayed);
  expect(toldOf(await client.cancel(paid, cancelKey, 4_000))).toEqual(replayed);
  expect(toldOf(await client.complete(paid))).toEqual({ ...replayed, isReplayed: false });
  const others = [await create({ amount: 9_000 }), await client.cancel(paid, cancelKey, 5_000)];
  expect(others.map(({ status, code }) => [status, code])).toEqual(
    others.map(() => [422, 'IDEMPOTENCY_KEY_REUSED']),
  );
  const repeated = await createUnpaid();
  expect(toldOf(repeated)).toEqual({ ...toldOf(unpaid), status: 200, isReplayed: true });
  const paidNow = await payFor(repeated);
  expect((await untilAnswered(async () => await client.complete(paidNow), 30_000)).state).toBe('PAID');

  await expectOneStory(rig, client.answers);
  expect([await rowsOf('payment', paymentId), await rowsOf('cancellation', paymentId)]).toEqual([1, 1]);
  expect(await eventsOf(paymentId)).toEqual([`${paymentId}-1`, `${paymentId}-2`]);
  expect(await eventsOf(paidNow.paymentId)).toEqual([`${paidNow.paymentId}-1`]);
});
