/**
 * The workflow is changed under running payments, by the rules of docs/internals/workflow-changes.md. They begin on a worker
 * without the change (a copy of the product in which its patch is not there yet); one with it is started beside that, and
 * the old one is stopped. The change is `resolvesAccounts` in workflows/versions.ts; one of the payments stands right there:
 * an operator was refused on the old code, and is not on the new.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Part } from '../../../sandbox/part.ts';
import { paymentWorkflowId, resolveUpdate, retryUpdate } from '../../../workflows/contract.ts';
import { copyMutated } from '../../chaos/mutants/copy-mutated.ts';
import { expectOneStory } from '../../support/expect-one-story.ts';
import { gatewayOf } from '../../support/gateway.ts';
import { withTemporal } from '../../support/read-workflows.ts';
import {
  type Paid,
  type RecordingClient,
  recordingClient,
  untilAnswered,
} from '../../support/recording-client.ts';
import { isClean, type Rig } from '../../support/rig.ts';
import { withRig } from '../../support/shared-rig.ts';
import { expectHistoriesSound } from './support/expect-histories-sound.ts';
import { operate } from './support/operate.ts';
import { whileCustomersBuy } from './support/while-customers-buy.ts';

const WITHOUT_THE_CHANGE = {
  path: 'workflows/versions.ts',
  find: "return patched('resolves-accounts');",
  replace: 'return false;',
};
const ACCOUNT = { method: { type: 'VIRTUAL_ACCOUNT' } };
const PENDING = { card: { number: '4000000000000119' } };
const NOT_PAID = { outcome: 'not_paid', who: 'kim', reason: 'the console shows nothing' } as const;
/** More often than it is asked here. */
const ALWAYS = 1_000;
const CUSTOMERS = 2;

let rig: Rig;
let oldCode: string;
let worker: Part;
let api: Part;
let gateway: ReturnType<typeof gatewayOf>;
let client: RecordingClient;

withRig.beforeAll(async ({ rig: shared }) => {
  rig = shared;
  oldCode = mkdtempSync(join(tmpdir(), 'old-code-'));
  copyMutated(oldCode, { edits: [WITHOUT_THE_CHANGE] });
  const [started, running] = await Promise.all([rig.startWorker({}, oldCode), rig.startApi()]);
  [worker, api] = [started, running];
  gateway = gatewayOf(rig);
  client = recordingClient(rig.dataDir, () => [running.url]);
});

afterAll(async () => {
  await Promise.all([worker?.stop(), api?.stop()]);
  rmSync(oldCode, { recursive: true, force: true });
});

it('payments that began on the old code come to their ends on the new, and no workflow task fails', async () => {
  const payments = await open();
  await whileCustomersBuy(client, CUSTOMERS, async () => {
    const changed = await rig.startWorker();
    await worker.stop();
    expect(isClean(await worker.exited)).toBe(true);
    worker = changed;
  });
  await bringToTheirEnds(payments);
  await expectOneStory(rig, client.answers);
  expect(await statusesOf(payments)).toEqual({
    ...{ ready: 'PAID', pending: 'PAID', declining: 'FAILED', silent: 'PAID', refunding: 'CANCELLED' },
    ...{ deposited: 'PAID', closed: 'CANCELLED', unclosed: 'CANCELLED' },
  });
  expect(await patchedWorkflows()).toEqual([paymentWorkflowId(payments.unclosed.paymentId)]);
  // Also the one that took the old way first and then the new.
  await expectHistoriesSound(rig, client);
});

type UnderWay = Readonly<
  Record<
    'ready' | 'pending' | 'declining' | 'silent' | 'refunding' | 'deposited' | 'closed' | 'unclosed',
    Paid
  >
>;

/** One of each, each with something outstanding; whoever waits for one of them still waits. */
async function open(): Promise<UnderWay> {
  const [ready, pending, declining, silent, refunding, deposited, closed, unclosed] = await Promise.all([
    client.createAndPay(),
    openUnknown(PENDING),
    openUnknown(PENDING),
    openUnknown({}),
    openRefunding(),
    openAccount(),
    openAccount(),
    openUnclosed(),
  ]);
  return { ready, pending, declining, silent, refunding, deposited, closed, unclosed };
}

async function openUnknown(choice: object): Promise<Paid> {
  const payment = await client.createAndPay({}, choice);
  if (choice !== PENDING) await gatewayCannotTell(payment);
  void client.complete(payment);
  await expect.poll(async () => await client.statusOf(payment)).toBe('CONFIRMING');
  return payment;
}

async function openRefunding(): Promise<Paid> {
  const paid = await client.createCompleted();
  await gateway.misbehave(
    { call: 'cancel', paymentId: paid.paymentId },
    { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' },
  );
  void client.cancel(paid, randomUUID());
  await gateway.whenFaultTaken(paid.paymentId);
  return paid;
}

async function openAccount(): Promise<Paid> {
  const payment = await client.createAndPay(ACCOUNT);
  expect((await client.complete(payment)).state).toBe('WAITING_FOR_DEPOSIT');
  return payment;
}

/** It was to be cancelled, its account can be neither closed nor asked about, and the old code resolves no account. */
async function openUnclosed(): Promise<Paid> {
  const payment = await openAccount();
  await gatewayCannotTell(payment);
  void client.cancel(payment, randomUUID());
  const refused = { kind: 'refused', why: ['the payment is WAITING_FOR_DEPOSIT: its outcome is known'] };
  await expect.poll(async () => await operate(rig, payment, resolveNotPaid)).toMatchObject(refused);
  return payment;
}

async function gatewayCannotTell({ paymentId }: Paid): Promise<void> {
  await gateway.misbehave(
    { call: 'retrieve', paymentId, times: ALWAYS },
    { kind: 'server_error', at: 'before' },
  );
}

async function bringToTheirEnds({ unclosed, deposited, closed, refunding, ...rest }: UnderWay) {
  expect(await operate(rig, unclosed, resolveNotPaid)).toEqual({
    ...{ kind: 'overridden', status: 'CANCELLED', attention: null },
  });
  await gateway.behave();
  await gateway.settlePayment(rest.pending.paymentId, 'approve');
  await gateway.settlePayment(rest.declining.paymentId, 'decline');
  await gateway.settleCancellation(refunding.paymentId, 'SUCCEEDED');
  await gateway.deposit(deposited.paymentId);
  const key = randomUUID();
  const told = Promise.all([
    untilAnswered(async () => await client.cancel(closed, key), 30_000),
    ...[deposited, ...Object.values(rest)].map(
      async (each) => await untilAnswered(async () => await client.complete(each), 30_000),
    ),
  ]);
  expect((await operate(rig, refunding, { update: retryUpdate, request: NOT_PAID })).kind).toBe('retried');
  expect((await told).filter(({ status }) => status !== 200).map(({ code }) => code)).toEqual([
    'PAYMENT_DECLINED',
  ]);
  await gateway.whenJournalled(unclosed.paymentId, 'account_closed');
}

const resolveNotPaid = { update: resolveUpdate, request: NOT_PAID };

async function statusesOf(payments: UnderWay): Promise<Readonly<Record<string, string | undefined>>> {
  const entries = Object.entries(payments).map(
    async ([name, payment]) => [name, await client.statusOf(payment)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function patchedWorkflows(): Promise<readonly string[]> {
  return await withTemporal(rig.environment, async ({ workflow }) => {
    const found = [];
    for await (const each of workflow.list({ query: "TemporalChangeVersion = 'resolves-accounts'" }))
      found.push(each.workflowId);
    return found;
  });
}
