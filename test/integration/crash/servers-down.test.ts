/**
 * The API, Temporal or PostgreSQL is killed, the worker is away, the gateway is silent: clients are refused or put off
 * in the contract's time, everything heals by itself, and in the end the four records agree.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../../sandbox/wait.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { query } from '../../support/four-records.ts';
import { inBatches } from '../../support/in-batches.ts';
import { onRecording } from '../../support/instants.ts';
import {
  type Paid,
  payFor,
  type RecordingClient,
  recordingClient,
  type Told,
  untilAnswered,
} from '../../support/recording-client.ts';
import type { Rig } from '../../support/rig.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { everyRequest, expectDone, expectRefused } from './support/every-request.ts';
import { onStage, type Stage } from './support/stage.ts';

/** The contract's number, and what a busy machine may add to it. */
const PUT_OFF_WITHIN_MS = 8_000 + 2_000;
/** In a minute the gateway is asked six times: each time it is given its time-out, and each time later. */
const ASKED_IN_A_MINUTE = 6;
const UNTIL_HEALED = { timeout: 60_000, interval: 200 };

let stage: Stage;
let rig: Rig;
let gateway: Stage['gateway'];
let client: RecordingClient;
let silent: { readonly paid: Paid; readonly told: Promise<Told>; readonly sinceMs: number };

onStage(async (shared) => {
  stage = shared;
  ({ rig, gateway, client } = stage);
  silent = await beginSilence();
});

/** The longest of these tests begins first and is looked at last. */
async function beginSilence() {
  const paid = await client.createAndPay();
  await gateway.misbehave(
    { call: 'retrieve', paymentId: paid.paymentId, times: ASKED_IN_A_MINUTE },
    { kind: 'no_answer', at: 'before', forMs: 60_000 },
  );
  return { paid, told: client.complete(paid), sinceMs: Date.now() };
}

async function readiness() {
  const response = await fetch(`${stage.api.url}/health/ready`);
  return { status: response.status, body: await response.json() };
}

/** Thirty payments under way while `disaster` strikes: a part is completed, a part is given back. */
async function throughTraffic(disaster: () => Promise<void>): Promise<void> {
  const payments = await inBatches(Array.from({ length: 30 }), 10, async () => await client.createAndPay());
  const toCancel = payments.slice(0, 10);
  await inBatches(toCancel, 10, async (each) => await client.complete(each));
  const before = client.answers.length;
  const working = payments.map(async (each, index) => {
    const key = randomUUID();
    const ask = async () => (index < 10 ? await client.cancel(each, key) : await client.complete(each));
    return await untilAnswered(ask, 90_000);
  });
  await waitUntil(() => client.answers.length > before + 5 || undefined, {
    what: 'some answers, not all',
    deadlineMs: 30_000,
    everyMs: 2,
  });
  await disaster();
  const answers = await Promise.all(working);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}

describe('an API that is killed between the start and the answer', () => {
  it('leaves one payment: whoever asks again with the same key, elsewhere, is given that one', async () => {
    const proxy = await startTcpProxy(Number(rig.environment['TEMPORAL_ADDRESS']?.split(':')[1]));
    try {
      const doomed = await rig.startApi({ TEMPORAL_ADDRESS: `127.0.0.1:${proxy.port}` });
      const urls = [doomed.url];
      const customer = recordingClient(rig.dataDir, () => urls);
      // Its connection to Temporal is open.
      await customer.createCompleted();
      proxy.hold('server');
      const [key, orderId] = [randomUUID(), `order-${randomUUID().slice(0, 18)}`];
      const first = customer.create(key, { orderId });
      const rows = `select payment_id from payment where order_id = '${orderId}'`;
      await waitUntil(async () => ((await query(rig.environment, rows)).length > 0 ? true : undefined), {
        what: 'its row',
        deadlineMs: 10_000,
        everyMs: 10,
      });
      await rig.kill(doomed);
      expect((await first).status).toBe(0);
      urls[0] = stage.api.url;
      const second = await customer.create(key, { orderId });
      expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
      expect(await query(rig.environment, rows)).toHaveLength(1);
      expect((await customer.complete(await payFor(second))).status).toBe(200);
      client.answers.push(...customer.answers);
    } finally {
      await proxy.close();
    }
  });

  it('leaves one cancellation: the same key, elsewhere, tells of that one', async () => {
    const doomed = await rig.startApi();
    const urls = [doomed.url];
    const customer = recordingClient(rig.dataDir, () => urls);
    const paid = await customer.createCompleted();
    await gateway.misbehave(
      { call: 'cancel', paymentId: paid.paymentId },
      { kind: 'slow_effect', delayMs: 500 },
    );
    const key = randomUUID();
    const first = customer.cancel(paid, key, 4_000);
    await gateway.whenJournalled(paid.paymentId, 'cancelled');
    await rig.kill(doomed);
    await first;
    urls[0] = stage.api.url;
    const second = await untilAnswered(async () => await customer.cancel(paid, key, 4_000), 20_000);
    expect([second.status, second.state]).toEqual([200, 'PARTIALLY_CANCELLED']);
    client.answers.push(...customer.answers);
  });
});

describe('without a worker', () => {
  it('clients are refused within 3 s, and the same requests succeed once there is one', async () => {
    const requests = everyRequest(client, await client.createAndPay(), await client.createCompleted());
    await stage.killWorker();
    expectRefused(await requests.once());
    await stage.startWorker();
    expectDone(await requests.untilDone());
  });
});

describe('while Temporal is down', () => {
  it('clients are refused at once, readiness says which, and all heals by itself', async () => {
    const requests = everyRequest(client, await client.createAndPay(), await client.createCompleted());
    await rig.killWorld('temporal');
    expectRefused(await requests.once());
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { checks: { temporal: 'failed', database: 'ok' } },
    });
    await rig.restartWorld('temporal');
    expectDone(await requests.untilDone());
    await expect.poll(async () => (await readiness()).status, UNTIL_HEALED).toBe(200);
  });

  it('payments under way when it is killed are settled after its restart', async () => {
    await throughTraffic(async () => {
      await rig.killWorld('temporal');
      await rig.restartWorld('temporal');
    });
  });
});

describe('while the database is down', () => {
  it('clients are refused at once, readiness says which, and all heals by itself', async () => {
    const requests = everyRequest(client, await client.createAndPay(), await client.createCompleted());
    await rig.killWorld('postgres');
    expectRefused(await requests.once());
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { checks: { temporal: 'ok', database: 'failed' } },
    });
    await rig.restartWorld('postgres');
    expectDone(await requests.untilDone());
    await expect.poll(async () => (await readiness()).status, UNTIL_HEALED).toBe(200);
  });

  it('a payment that was about to be recorded is recorded later, and nothing is given back for it', async () => {
    const paid = await client.createAndPay();
    const killed = rig.databaseProxy.intercept(onRecording(), async () => await rig.killWorld('postgres'));
    const told = client.complete(paid);
    await killed;
    expect([202, 503]).toContain((await told).status);
    await rig.restartWorld('postgres');
    await expect.poll(async () => await client.statusOf(paid), UNTIL_HEALED).toBe('PAID');
  });

  it('payments under way when it is killed are settled after its restart', async () => {
    await throughTraffic(async () => {
      await rig.killWorld('postgres');
      await rig.restartWorld('postgres');
    });
  });
});

describe('while the gateway is silent', () => {
  it('for a minute, complete answers 202 within 8 s, and the payment is paid by itself afterwards', async () => {
    const told = await silent.told;
    expect([told.status, told.state]).toEqual([202, 'CONFIRMING']);
    expect(told.tookMs).toBeLessThan(PUT_OFF_WITHIN_MS);
    await expect
      .poll(async () => await client.statusOf(silent.paid), { timeout: 100_000, interval: 500 })
      .toBe('PAID');
    expect(Date.now() - silent.sinceMs).toBeGreaterThan(60_000);
  });

  it('ten clients who wait for one payment keep out no cancellation', async () => {
    const paid = await client.createAndPay();
    await gateway.misbehave(
      { call: 'retrieve', paymentId: paid.paymentId, times: 100 },
      { kind: 'no_answer', at: 'before', forMs: 60_000 },
    );
    const waiting = Array.from({ length: 10 }, async () => await client.complete(paid));
    await expect.poll(async () => await client.statusOf(paid), UNTIL_HEALED).toBe('CONFIRMING');
    const key = randomUUID();
    expect((await client.cancel(paid, key)).status).toBe(202);
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    await gateway.behave();
    const settled = await untilAnswered(async () => await client.cancel(paid, key), 60_000);
    expect([settled.status, settled.state]).toEqual([200, 'CANCELLED']);
  });
});

it('after all of it the gateway, our books, Kafka and the clients tell one story', async () => {
  await expectOneStory(rig, client.answers);
});
