/**
 * The activity that confirms, on the real database, with a gateway and a clock that the test holds: what it commits before
 * it sends, what it asks before it sends again, and that it never sends once the key has run out (rule 1).
 */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { ActivityDeps } from '../../activities/deps.ts';
import { createGatewayConfirm } from '../../activities/gateway-confirm.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import type {
  ConfirmOrder,
  ConfirmResult,
  GatewayReport,
  GatewayStanding,
  OnConfirmGateway,
} from '../../domain/gateway-port.ts';
import { Secret } from '../../domain/secret.ts';
import { apiClient, liveKeyRing, order } from '../support/live.ts';
import { gatewaysWith, holds, KEY_LIFETIME_MS, scriptedGateway } from '../support/scripted-gateway.ts';

let database: Database;
let nowMs = Date.now();
let paymentId: string;
let result: ConfirmResult;
let standing: GatewayStanding;
let claimed: GatewayReport['claimed'];
let sent: ConfirmOrder[];
let committedBefore: (string | null | undefined)[];

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
});

afterAll(async () => {
  await database.close();
});

beforeEach(async () => {
  nowMs = Date.now();
  sent = [];
  committedBefore = [];
  result = { kind: 'unknown', why: 'timeout' };
  standing = { kind: 'not_started' };
  claimed = 'known';
  const client = await apiClient();
  paymentId = (await client('POST', '/api/v1/payments', { body: order({ method: { type: 'MOBILE' } }) })).body
    .paymentId;
  await database.em
    .fork()
    .getConnection()
    .execute(
      `update payment set status = 'CONFIRMING', version = version + 1, confirming_transaction_id = 'tx-1' where payment_id = ?`,
      [paymentId],
    );
});

function declined(pgTransactionId: string) {
  return {
    kind: 'declined',
    pgTransactionId,
    decline: { reason: 'OTHER', pgCode: 'NO', pgMessage: '' },
  } as const;
}

async function firstSentAt() {
  return (await createPaymentReader({ database, keyRing: liveKeyRing() }).findById(paymentId))?.confirmation
    ?.firstSentAt;
}

function gateway(): OnConfirmGateway {
  return {
    ...scriptedGateway(),
    provider: 'TOSS',
    approval: 'on_confirm',
    retrieve: async () => ({ standing, claimed }),
    async confirm(confirmed) {
      committedBefore.push(await firstSentAt());
      sent.push(confirmed);
      return result;
    },
  };
}

/** One attempt, as Temporal would make it. */
async function attempt(pgTransactionId = 'tx-1') {
  const deps: Pick<ActivityDeps, 'database' | 'keyRing' | 'gateways' | 'now'> = {
    database,
    keyRing: liveKeyRing(),
    gateways: gatewaysWith({ TOSS: gateway() }),
    now: () => new Date(nowMs),
  };
  return await new MockActivityEnvironment().run(createGatewayConfirm(deps), { paymentId, pgTransactionId });
}

describe('a confirmation', () => {
  it('commits that it is about to send before it sends', async () => {
    result = declined('tx-1');
    expect(await attempt()).toMatchObject({ kind: 'declined' });
    expect(committedBefore).toEqual([new Date(nowMs).toISOString()]);
  });

  it('sends nothing but what the record says', async () => {
    expect(await attempt(`tx-${randomUUID()}`)).toBeNull();
    expect(sent).toEqual([]);
  });
});

it('that finds too much to do is sent again when the gateway wants it', async () => {
  result = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 90_000 };
  await expect(attempt()).rejects.toMatchObject({ nextRetryDelay: 90_000 });
  standing = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 30_000 };
  await expect(attempt()).rejects.toMatchObject({ nextRetryDelay: 30_000 });
  expect(sent).toHaveLength(1);
});

describe('after an attempt whose end was not seen', () => {
  beforeEach(async () => {
    await expect(attempt()).rejects.toMatchObject({ type: 'CONFIRMATION_UNSETTLED' });
  });

  it('asks first, and sends nothing when the money has moved', async () => {
    standing = holds([]);
    expect(await attempt()).toMatchObject({ kind: 'approved' });
    expect(sent).toHaveLength(1);
  });

  it('sends the same again under the same key when nothing stands there', async () => {
    await expect(attempt()).rejects.toMatchObject({ type: 'CONFIRMATION_UNSETTLED' });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it.each([
    ['the decline of another try', 'undetermined'],
    ['the decline of another try', 'known'],
    ['the closed account of another try', 'undetermined'],
  ] as const)('does not take %s for its own end (%s), and sends the same again', async (what, claim) => {
    standing = what.includes('decline')
      ? declined('tx-2')
      : { kind: 'account_closed', pgTransactionId: 'tx-2' };
    claimed = claim;
    result = declined('tx-1');
    expect(await attempt()).toEqual(result);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('ends with its own decline', async () => {
    standing = declined('tx-1');
    expect(await attempt()).toEqual(standing);
    expect(sent).toHaveLength(1);
  });

  it('sends nothing while the gateway cannot be asked', async () => {
    standing = { kind: 'unknown', why: 'timeout' };
    await expect(attempt()).rejects.toMatchObject({ type: 'CONFIRMATION_UNSETTLED' });
    expect(sent).toHaveLength(1);
  });

  it('never sends again once the key has run out, and goes on asking', async () => {
    nowMs += KEY_LIFETIME_MS;
    await expect(attempt()).rejects.toMatchObject({ type: 'CONFIRMATION_UNSETTLED' });
    expect(sent).toHaveLength(1);
    standing = holds([]);
    expect(await attempt()).toMatchObject({ kind: 'approved' });
  });
});
