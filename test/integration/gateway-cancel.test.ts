/**
 * The activity that gives money back, on the real database, with a gateway and a clock that the test holds: what it asks
 * before it sends, what it sends again, and what it takes for an end (rules 1, 4 and 5).
 */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createGatewayCancel } from '../../activities/gateway-cancel.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import type { GatewayCancellation } from '../../domain/gateway-port.ts';
import { Secret } from '../../domain/secret.ts';
import { encryptColumn } from '../../platform/crypto/jwe.ts';
import { apiClient, createPaid, liveKeyRing } from '../support/live.ts';
import {
  gatewaysWith,
  holds,
  KEY_LIFETIME_MS,
  type ScriptedGateway,
  scriptedGateway,
} from '../support/scripted-gateway.ts';

let database: Database;
let gateway: ScriptedGateway;
let nowMs = Date.now();
let paymentId: string;
let cancellationId: string;

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
});

afterAll(async () => {
  await database.close();
});

beforeEach(async () => {
  gateway = scriptedGateway();
  nowMs = Date.now();
  paymentId = (await createPaid(await apiClient())).paymentId;
  cancellationId = `can_${randomUUID().replaceAll('-', '')}`;
  await run(
    `insert into cancellation (cancellation_id, payment_id, amount, reason, origin, status, requested_at)
     values (?, ?, 4000, 'returned', 'CLIENT', 'REQUESTED', now())`,
    ...[cancellationId, paymentId],
  );
});

async function run(sql: string, ...values: readonly unknown[]) {
  await database.em
    .fork()
    .getConnection()
    .execute(sql, [...values]);
}

/** One attempt, as Temporal would make it. */
async function attempt() {
  const activity = createGatewayCancel({
    database,
    gateways: gatewaysWith({ PORTONE: gateway }),
    publisher: { publish: async () => undefined, close: async () => undefined },
    keyRing: liveKeyRing(),
    paymentExpiresAfterMs: 1,
    attentionAfterMs: 1,
    resumePayment: async () => false,
    makeLook: async () => undefined,
    listOpenPayments: async function* () {},
    reconciliation: { overlapMs: 0, settlingMs: 0 },
    now: () => new Date(nowMs),
  });
  return await new MockActivityEnvironment().run(activity, { paymentId, cancellationId });
}

function ours(status: GatewayCancellation['status']): GatewayCancellation {
  return { pgCancellationId: 'pg-can-1', cancellationId, amountMinor: 4_000, status, cancelledAt: null };
}

async function firstSentAt() {
  const payment = await createPaymentReader({ database, keyRing: liveKeyRing() }).findById(paymentId);
  return payment?.cancellations.find((row) => row.cancellationId === cancellationId)?.firstSentAt ?? null;
}

describe('the first sending', () => {
  it('asks nothing, and commits that it is about to send before it sends', async () => {
    const cancel = gateway.cancel.bind(gateway);
    let committedBefore: string | null = null;
    gateway.cancel = async (order, signal) => {
      committedBefore = await firstSentAt();
      return await cancel(order, signal);
    };
    expect(await attempt()).toEqual({ kind: 'succeeded', pgCancellationId: 'pg-can-1' });
    expect(gateway.calls).toEqual(['cancel']);
    expect(committedBefore).toBe(new Date(nowMs).toISOString());
  });

  it('tells the gateway what we believe is left', async () => {
    await attempt();
    expect(gateway.sent).toMatchObject([{ cancellationId, amountMinor: 4_000, cancellableMinor: 10_000 }]);
  });
});

it('finds a gateway with too much to do, and comes back when that wants it', async () => {
  gateway.cancelResult = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 90_000 };
  await expect(attempt()).rejects.toMatchObject({ nextRetryDelay: 90_000 });
  gateway.standing = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 30_000 };
  await expect(attempt()).rejects.toMatchObject({ nextRetryDelay: 30_000 });
  expect(gateway.sent).toHaveLength(1);
});

describe('money of a virtual account', () => {
  it('is sent to the account that the row holds, which nobody else is told', async () => {
    const refundAccount = { bank: 'KOOKMIN', accountNumber: '98765432109876', holderName: '김하나' };
    const jwe = await encryptColumn(liveKeyRing(), refundAccount);
    await run(
      'update cancellation set refund_account_jwe = ? where cancellation_id = ?',
      jwe,
      cancellationId,
    );
    await attempt();
    expect(gateway.sent).toMatchObject([{ cancellationId, refundAccount }]);
    const payment = await createPaymentReader({ database, keyRing: liveKeyRing() }).findById(paymentId);
    expect(payment?.cancellations).toMatchObject([{ hasRefundAccount: true }]);
    expect(JSON.stringify(payment)).not.toContain(refundAccount.accountNumber);
  });
});

describe('after an attempt whose end was not seen', () => {
  beforeEach(async () => {
    gateway.cancelResult = { kind: 'unknown', why: 'timeout' };
    await expect(attempt()).rejects.toMatchObject({ type: 'CANCELLATION_UNSETTLED' });
    gateway.calls.length = 0;
  });

  it('asks first, and sends nothing when the gateway has done it', async () => {
    gateway.standing = holds([ours('SUCCEEDED')]);
    expect(await attempt()).toEqual({ kind: 'succeeded', pgCancellationId: 'pg-can-1' });
    expect(gateway.calls).toEqual(['retrieve']);
  });

  it('waits while the gateway is at work on it', async () => {
    gateway.standing = holds([ours('REQUESTED')]);
    await expect(attempt()).rejects.toMatchObject({ type: 'CANCELLATION_UNSETTLED' });
    expect(gateway.calls).toEqual(['retrieve']);
  });

  it('sends the same again, under the same key, when the gateway knows nothing of it', async () => {
    gateway.cancelResult = {
      kind: 'succeeded',
      pgCancellationId: 'pg-can-1',
      cancelledAt: '2026-01-01T00:00:00.000Z',
    };
    expect(await attempt()).toMatchObject({ kind: 'succeeded' });
    expect(gateway.calls).toEqual(['retrieve', 'cancel']);
    expect(gateway.sent[1]).toEqual(gateway.sent[0]);
  });

  it('sends nothing while the gateway cannot be asked', async () => {
    gateway.standing = { kind: 'unknown', why: 'timeout' };
    await expect(attempt()).rejects.toMatchObject({ type: 'CANCELLATION_UNSETTLED' });
    expect(gateway.calls).toEqual(['retrieve']);
  });

  it('never sends again once the key has run out: the row ends, and nothing was given back twice', async () => {
    nowMs += KEY_LIFETIME_MS;
    expect(await attempt()).toMatchObject({ kind: 'refused', pgCode: 'KEY_EXPIRED' });
    expect(gateway.calls).toEqual(['retrieve']);
  });

  it('ends nothing on a key that has run out while the gateway is at work on any cancellation', async () => {
    nowMs += KEY_LIFETIME_MS;
    gateway.standing = holds([{ ...ours('REQUESTED'), cancellationId: null }]);
    await expect(attempt()).rejects.toMatchObject({ type: 'CANCELLATION_UNSETTLED' });
  });
});

describe('a refusal', () => {
  beforeEach(() => {
    gateway.cancelResult = { kind: 'refused', pgCode: 'PAYMENT_ALREADY_CANCELLED', pgMessage: '' };
  });

  it('is read back before it is believed: it may be about this very cancellation', async () => {
    gateway.standing = holds([ours('SUCCEEDED')]);
    expect(await attempt()).toEqual({ kind: 'succeeded', pgCancellationId: 'pg-can-1' });
  });

  it('is definite when nothing of ours stands there', async () => {
    expect(await attempt()).toMatchObject({ kind: 'refused', pgCode: 'PAYMENT_ALREADY_CANCELLED' });
  });
});

describe('a row that is settled', () => {
  it('is told as it was recorded, whatever the gateway would say: an old attempt that wakes up sends nothing', async () => {
    await run(
      `update cancellation set status = 'SUCCEEDED', settled_at = now(), pg_cancellation_id = 'pg-can-7' where cancellation_id = ?`,
      cancellationId,
    );
    expect(await attempt()).toEqual({ kind: 'succeeded', pgCancellationId: 'pg-can-7' });
    expect(gateway.calls).toEqual([]);
  });
});
