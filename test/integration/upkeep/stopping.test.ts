/**
 * SIGTERM under traffic: what was accepted is finished and answered, and the process ends with 0. Two workers and two
 * APIs restarted one after the other are not noticed by anybody.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect, it } from 'vitest';
import { waitUntil } from '../../../sandbox/wait.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { untilSettled } from '../../support/four-records.ts';
import { gatewayOf } from '../../support/gateway.ts';
import { type RecordingClient, recordingClient } from '../../support/recording-client.ts';
import { isClean, type Rig, type RunningApi } from '../../support/rig.ts';
import { withRig } from '../../support/shared-rig.ts';
import { whileCustomersBuy } from './support/while-customers-buy.ts';

const CUSTOMERS = 4;

let rig: Rig;
let gateway: ReturnType<typeof gatewayOf>;
let workers: Awaited<ReturnType<Rig['startWorker']>>[];
let apis: RunningApi[];
let client: RecordingClient;

withRig.beforeAll(async ({ rig: shared }) => {
  rig = shared;
  gateway = gatewayOf(rig);
  workers = await Promise.all([rig.startWorker(), rig.startWorker()]);
  apis = await Promise.all([startApi(), startApi()]);
  client = recordingClient(rig.dataDir, () => apis.map(({ url }) => url));
});

afterEach(async () => {
  await expectOneStory(rig, client.answers);
});

afterAll(async () => {
  await Promise.all([...(workers ?? []), ...(apis ?? [])].map(async (part) => await part.stop()));
});

const startApi = async () => await rig.startApi({ SHUTDOWN_DRAIN_SECONDS: '2' });

const readinessOf = async (api: RunningApi) => (await fetch(`${api.url}/health/ready`)).status;

/** As whatever balances the load does it: one that is not ready is sent nothing more. */
async function replaceOldestApi(): Promise<void> {
  const [old] = apis;
  if (old === undefined) throw new Error('there is no API');
  const stopped = old.stop();
  await expect.poll(async () => await readinessOf(old)).toBe(503);
  apis = apis.filter((api) => api !== old);
  await stopped;
  expect(isClean(await old.exited)).toBe(true);
  apis = [...apis, await startApi()];
}

async function replaceWorker(index: number): Promise<void> {
  const old = workers[index];
  if (old === undefined) throw new Error(`there is no worker ${index}`);
  await old.stop();
  expect(isClean(await old.exited)).toBe(true);
  workers[index] = await rig.startWorker();
}

it('an API that is told to stop says that it is not ready, answers those who wait, and ends with 0', async () => {
  const api = await startApi();
  const customer = recordingClient(rig.dataDir, () => [api.url]);
  const paid = await customer.createAndPay();
  await gateway.misbehave(
    { call: 'retrieve', paymentId: paid.paymentId, times: 2 },
    { kind: 'no_answer', at: 'before', forMs: 60_000 },
  );
  const told = customer.complete(paid);
  await expect.poll(async () => await customer.statusOf(paid), { timeout: 10_000 }).toBe('CONFIRMING');
  expect(await readinessOf(api)).toBe(200);
  const stopped = api.stop();
  await expect.poll(async () => await readinessOf(api)).toBe(503);
  await stopped;
  expect(isClean(await api.exited)).toBe(true);
  expect((await told).status).toBe(202);
  client.answers.push(...customer.answers);
});

it('a worker that is told to stop finishes the cancellation under way, and ends with 0', async () => {
  const paid = await client.createCompleted();
  await gateway.misbehave(
    { call: 'cancel', paymentId: paid.paymentId },
    { kind: 'slow_effect', delayMs: 1_500 },
  );
  const told = client.cancel(paid, randomUUID());
  // Asked first would be a call more: the request is on its way as soon as its row says so.
  await gateway.whenFaultTaken(paid.paymentId);
  await Promise.all([replaceWorker(0), replaceWorker(1)]);
  expect([200, 202]).toContain((await told).status);
  await untilSettled(rig, 60_000);
  const calls = await gateway.journalOf(paid.paymentId);
  expect(calls.filter((entry) => entry.type === 'call' && entry.call === 'cancel')).toHaveLength(1);
});

it('a rolling restart of two workers and two APIs under load fails no request', async () => {
  const before = client.answers.length;
  const enough = async (count: number) =>
    await waitUntil(() => client.answers.length >= before + count || undefined, {
      what: `${count} answers`,
      deadlineMs: 30_000,
    });
  await whileCustomersBuy(client, CUSTOMERS, async () => {
    await enough(20);
    for (const index of [0, 1]) {
      await replaceOldestApi();
      await replaceWorker(index);
    }
    await enough(client.answers.length - before + 20);
  });
  const failed = client.answers.slice(before).filter(({ status }) => ![200, 201].includes(status));
  expect(failed.map(({ operation, status, body }) => ({ operation, status, body }))).toEqual([]);
});
