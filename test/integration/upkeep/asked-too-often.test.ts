/**
 * A run takes only so many updates (Temporal: 2,000; here 100) and then refuses everybody, the operator who could help as
 * well. While a gateway is silent and clients go on asking, what is outstanding goes on in a new run before that.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { Part } from '../../../sandbox/part.ts';
import { paymentWorkflowId, retryUpdate } from '../../../workflows/contract.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { gatewayOf } from '../../support/gateway.ts';
import { withTemporal } from '../../support/read-workflows.ts';
import {
  type Paid,
  type RecordingClient,
  recordingClient,
  type Told,
  untilAnswered,
} from '../../support/recording-client.ts';
import type { Rig } from '../../support/rig.ts';
import { UPDATES_PER_RUN, withRig } from '../../support/shared-rig.ts';
import { expectHistoriesSound } from './support/expect-histories-sound.ts';
import { operate } from './support/operate.ts';

/** More often than it is asked here. */
const ALWAYS = 10_000;
const CLIENTS = 12;
const RETRY = { update: retryUpdate, request: { who: 'kim', reason: 'it is time' } };

let rig: Rig;
let processes: readonly Part[];
let gateway: ReturnType<typeof gatewayOf>;
let client: RecordingClient;

withRig.beforeAll(async ({ rig: shared }) => {
  rig = shared;
  gateway = gatewayOf(rig);
  const [worker, api] = await Promise.all([rig.startWorker(), rig.startApi()]);
  processes = [worker, api];
  client = recordingClient(rig.dataDir, () => [api.url]);
});

afterAll(async () => {
  await gateway?.behave();
  await Promise.all(processes?.map(async (each) => await each.stop()) ?? []);
});

it('a payment whose gateway is silent goes on in another run, and its operator is heard', async () => {
  const payment = await client.createAndPay();
  await isSilent(payment, 'retrieve');
  await askTooOften(async () => await client.complete(payment));
  expect(await client.statusOf(payment)).toBe('CONFIRMING');
  await goesOnInAnotherRun(payment);
  expect(await operate(rig, payment, RETRY)).toMatchObject({ kind: 'retried', status: 'CONFIRMING' });
  await gateway.behave();
  expect((await untilAnswered(async () => await client.complete(payment), 30_000)).state).toBe('PAID');
});

it.each(['before', 'after'] as const)(
  'so does a cancellation without an answer %s its effect, and it is made once',
  async (at) => {
    const payment = await client.createCompleted();
    await isSilent(payment, 'cancel', at);
    await isSilent(payment, 'retrieve');
    const key = randomUUID();
    await client.cancel(payment, key);
    // From then on the gateway is also asked what stands there, which no record says.
    expect(await operate(rig, payment, RETRY)).toMatchObject({ kind: 'retried', gateway: 'silent' });
    await askTooOften(async () => await client.cancel(payment, key));
    await goesOnInAnotherRun(payment);
    expect(await operate(rig, payment, RETRY)).toMatchObject({ kind: 'retried', status: 'PAID' });
    await gateway.behave();
    const told = await untilAnswered(async () => await client.cancel(payment, key), 30_000);
    expect(told.state).toBe('CANCELLED');
    await expectOneStory(rig, client.answers);
    await expectHistoriesSound(rig, client);
  },
);

async function isSilent(
  { paymentId }: Paid,
  call: 'retrieve' | 'cancel',
  at: 'before' | 'after' = 'before',
): Promise<void> {
  await gateway.misbehave({ call, paymentId, times: ALWAYS }, { kind: 'server_error', at });
}

/** Until a run could take no more; nobody is told anything but to come again. */
async function askTooOften(ask: () => Promise<Told>): Promise<void> {
  const told: Told[] = [];
  const isEnough = () => told.filter(({ status }) => status === 202).length > UPDATES_PER_RUN;
  const askOn = async () => {
    while (!isEnough()) told.push(await ask());
  };
  await Promise.all(Array.from({ length: CLIENTS }, askOn));
  expect([202, 429, 503]).toEqual(expect.arrayContaining([...new Set(told.map(({ status }) => status))]));
}

async function goesOnInAnotherRun({ paymentId }: Paid): Promise<void> {
  const query = `WorkflowId = '${paymentWorkflowId(paymentId)}'`;
  const statuses = async () =>
    await withTemporal(rig.environment, async ({ workflow }) => {
      const found = new Set<string>();
      for await (const { status } of workflow.list({ query })) found.add(status.name);
      return [...found].toSorted();
    });
  await expect
    .poll(statuses, { timeout: 30_000 })
    .toEqual(expect.arrayContaining(['CONTINUED_AS_NEW', 'RUNNING']));
}
