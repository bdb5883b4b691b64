/**
 * `kill -9` of the worker at the instants that matter. The instant is seen from outside: in the gateway's journal, or
 * on the wire. Afterwards the gateway, our books, Kafka and what clients were told tell one story.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { untilSettled } from '../../support/four-records.ts';
import { inBatches } from '../../support/in-batches.ts';
import { onAcknowledged, onRecorded, onRecording } from '../../support/instants.ts';
import { readTopic } from '../../support/read-topic.ts';
import { type Paid, type RecordingClient, type Told, untilAnswered } from '../../support/recording-client.ts';
import type { Rig } from '../../support/rig.ts';
import { commitUnseen, sweepNow } from './support/lost-update.ts';
import { onStage, type Stage } from './support/stage.ts';

/** Longer than it may take to settle: what is left behind by clients who went away is the sweep's, a minute later. */
const PATIENCE_MS = 90_000;

let stage: Stage;
let rig: Rig;
let gateway: Stage['gateway'];
let client: RecordingClient;

onStage((shared) => {
  stage = shared;
  ({ rig, gateway, client } = stage);
});

afterEach(async () => {
  await expectOneStory(rig, client.answers);
});

async function eventsOf({ paymentId }: Pick<Paid, 'paymentId'>) {
  const topic = await readTopic({
    brokers: rig.environment['KAFKA_BROKERS'] ?? '',
    topic: rig.environment['KAFKA_TOPIC'] ?? 'payment.events.v1',
  });
  return topic.filter(({ key }) => key === paymentId).map(({ eventId }) => eventId);
}

describe('a worker that is killed', () => {
  it('after the gateway gave the money back and before that is recorded: it is given back once', async () => {
    const paid = await client.createCompleted();
    await gateway.misbehave(
      { call: 'cancel', paymentId: paid.paymentId },
      { kind: 'no_answer', at: 'after' },
    );
    const key = randomUUID();
    const told = client.cancel(paid, key);
    await gateway.whenJournalled(paid.paymentId, 'cancelled');
    await stage.replaceWorker();
    expect([200, 202, 503]).toContain((await told).status);
    const answer = await untilAnswered(async () => await client.cancel(paid, key), 30_000);
    expect([answer.status, answer.state]).toEqual([200, 'CANCELLED']);
    const calls = (await gateway.journalOf(paid.paymentId)).filter(({ type }) => type === 'cancelled');
    expect(calls).toHaveLength(1);
  });

  it.for([
    ['after Toss took the money by our confirmation and before that is recorded', 'after'],
    ['while our confirmation is on its way to Toss, and lost', 'before'],
  ] as const)('%s: it is paid, once', async ([, at]) => {
    const agreed = await client.createAndPay({ method: { type: 'MOBILE' } });
    const { paymentId } = agreed;
    await gateway.misbehave({ call: 'confirm', paymentId }, { kind: 'no_answer', at });
    const told = client.complete(agreed);
    await gateway.whenFaultTaken(paymentId);
    const approvals = async () =>
      (await gateway.journalOf(paymentId)).filter(({ type }) => type === 'approved').length;
    await expect.poll(approvals).toBe(at === 'after' ? 1 : 0);
    await stage.replaceWorker();
    expect([200, 202, 503]).toContain((await told).status);
    const answer = await untilAnswered(async () => await client.complete(agreed), 30_000);
    expect([answer.status, answer.state]).toEqual([200, 'PAID']);
    expect(await approvals()).toBe(1);
  });

  it('between asking the gateway and recording the payment: it is paid, once', async () => {
    const paid = await client.createAndPay();
    const killed = rig.databaseProxy.intercept(onRecording(), async () => await stage.replaceWorker());
    const told = client.complete(paid);
    await killed;
    expect([200, 202, 503]).toContain((await told).status);
    const answer = await untilAnswered(async () => await client.complete(paid), 30_000);
    expect([answer.status, answer.state]).toEqual([200, 'PAID']);
  });

  it('after COMMIT and before Temporal knows: the transition stands once, and so does its event', async () => {
    const paid = await client.createAndPay();
    const killed = rig.databaseProxy.intercept(onRecorded(), async () => await stage.replaceWorker());
    const told = client.complete(paid);
    await killed;
    expect([200, 202, 503]).toContain((await told).status);
    const answer = await untilAnswered(async () => await client.complete(paid), 30_000);
    expect([answer.status, answer.state]).toEqual([200, 'PAID']);
  });

  it('after COMMIT of the row that creates a payment: the client who asks again finds that payment', async () => {
    const isCommit = ({ from, bytes }: { from: string; bytes: Buffer }) =>
      from === 'server' && bytes.includes('COMMIT\0');
    const killed = rig.databaseProxy.intercept(isCommit, async () => await stage.replaceWorker());
    const key = randomUUID();
    const orderId = `order-${randomUUID().slice(0, 18)}`;
    const first = client.create(key, { orderId });
    await killed;
    expect([201, 503]).toContain((await first).status);
    const answer = await untilAnswered(async () => await client.create(key, { orderId }), 30_000);
    expect(answer.status).toBe(200);
  });

  it('after Kafka acknowledged an event and before that is recorded: consumers see equal copies of it', async () => {
    const paid = await client.createAndPay();
    const killed = rig.kafkaProxy.intercept(onAcknowledged(), async () => await stage.replaceWorker());
    expect((await client.complete(paid)).status).toBe(200);
    await killed;
    await untilSettled(rig, 60_000);
    expect(await eventsOf(paid)).toEqual([`${paid.paymentId}-1`, `${paid.paymentId}-1`]);
  });

  it('after COMMIT, its update lost and its client gone: the sweep tells the open workflow what it missed', async () => {
    const paid = await client.createAndPay();
    await commitUnseen(rig.environment, paid);
    await sweepNow(rig.environment);
    await untilSettled(rig, 30_000);
    expect(await eventsOf(paid)).toEqual([`${paid.paymentId}-1`]);
    expect((await client.complete(paid)).state).toBe('PAID');
  });

  it('in the middle of a hundred payments: all are settled within 60 s of its restart, nothing is doubled', async () => {
    const payments = await inBatches(
      Array.from({ length: 100 }),
      20,
      async () => await client.createAndPay(),
    );
    const cancelled = payments.slice(0, 20);
    await inBatches(cancelled, 20, async (each) => await client.complete(each));
    const before = client.answers.length;
    const giveBack = cancelled.map(async (each, index) => {
      const key = randomUUID();
      return await untilAnswered(
        async () => await client.cancel(each, key, index % 2 ? 4_000 : undefined),
        PATIENCE_MS,
      );
    });
    const complete = payments
      .slice(20)
      .map(async (each) => await untilAnswered(async () => await client.complete(each), PATIENCE_MS));
    await expect
      .poll(() => client.answers.length - before, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(25);
    await stage.replaceWorker();
    const restartedAt = Date.now();
    const answers: readonly Told[] = await Promise.all([...giveBack, ...complete]);
    await untilSettled(rig, 60_000 - (Date.now() - restartedAt));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});
