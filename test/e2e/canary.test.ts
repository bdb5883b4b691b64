/**
 * What identifies a person, and every secret of this installation, is nowhere to be read: canaries are sent through
 * success and failure on a stack of its own, and looked for in all that is left behind.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { connectTemporalClient } from '../../platform/temporal/client-connection.ts';
import { freePortVariables } from '../../sandbox/ports.ts';
import { keepSecrets, type Secrets } from '../../sandbox/secrets.ts';
import { parseSettings } from '../../sandbox/settings.ts';
import { type Stack, startStack } from '../../sandbox/stack.ts';
import { mintToken } from '../../sandbox/token-issuer/mint-token.ts';
import { RECONCILE_SCHEDULE_ID } from '../../workflows/contract.ts';
import { driveAccounts } from '../support/canary-accounts.ts';
import { type CanaryClient, canaryClient } from '../support/canary-client.ts';
import { driveOperator } from '../support/canary-operator.ts';
import { findInClear, isInClear } from '../support/find-in-clear.ts';
import { untilSettled } from '../support/four-records.ts';
import { order, payInWindow } from '../support/live.ts';
import { secretsIn } from '../support/secret-variables.ts';

const DECLINED_CARD = '4000000000000002';
const mark = randomBytes(6).toString('hex');

const PERSONAL = {
  name: `카나리아 ${mark}`,
  email: `canary-${mark}@example.com`,
  // Too short for a card number, which an operator's reason must not hold.
  phone: `+8210${randomInt(10_000_000, 100_000_000)}`,
};
const digits = BigInt(`0x${mark}`).toString().padStart(16, '7').slice(0, 16);
/** Where a virtual account's money goes: told to the gateway, which is none of ours, and to nobody else. */
const REFUND_ACCOUNT = { bank: 'KOOKMIN', accountNumber: digits, holderName: `환불 ${mark}` };
/** May be personal, so only its hash is kept. */
const IDEMPOTENCY_KEY = `canary-key-${mark}`;

const dataDir = mkdtempSync(join(tmpdir(), 'canary-tests-'));
const secrets: Secrets = keepSecrets(dataDir);
let client: CanaryClient;
let stack: Stack;
let token: string;
/** Where the customer is told to pay in: the owner's answers tell it, and nothing else of ours. */
let issuedAccount: string;
/** Allowed in clear: if these were not found, the search would prove nothing. */
let known: { readonly orderId: string; readonly paymentId: string };

beforeAll(async () => {
  const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...environment } = process.env;
  stack = await startStack(
    parseSettings({
      LOG_LEVEL: 'trace',
      RECONCILE_SETTLING_SECONDS: '0',
      ...environment,
      ...(await freePortVariables()),
      DATA_DIR: dataDir,
    }),
  );
  token = await mintToken(dataDir, { sub: 'user-of-canaries' });
  client = canaryClient({ ...stack.addresses, token });
  known = await driveThrough();
  await untilSettled({ simulator: stack.addresses.simulator, environment: stack.environment }, 60_000);
  await writeAllDown();
});

afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every way in which a customer's data, a key or a token may come to be written down. */
async function driveThrough() {
  const { post, control, misbehave } = client;
  const mine = order({ customer: PERSONAL });
  const created = await post('/payments', mine, { key: IDEMPOTENCY_KEY });
  expect(created.status).toBe(201);
  const { paymentId, checkout } = created.body;
  await post('/payments', { ...mine, amount: 1 }, { key: IDEMPOTENCY_KEY });
  await post('/payments', mine, { key: `${IDEMPOTENCY_KEY}-again` });
  await misbehave('retrieve', { kind: 'server_error', at: 'before' });
  const pgTransactionId = await payInWindow(checkout?.url ?? '');
  await post('/payments/complete', { paymentId, pgTransactionId });
  await post('/payments/complete', { paymentId, pgTransactionId: `${IDEMPOTENCY_KEY}-tx` });
  await misbehave('cancel', { kind: 'unreadable' });
  await post(
    `/payments/${paymentId}/cancel`,
    { reason: 'returned', amount: 4_000 },
    { key: `${IDEMPOTENCY_KEY}-c` },
  );
  await misbehave('cancel', { kind: 'refused_cancel' });
  await post(`/payments/${paymentId}/cancel`, { reason: 'returned' });

  const declined = (await post('/payments', order({ customer: PERSONAL }))).body;
  const refused = await payInWindow(declined.checkout?.url ?? '', DECLINED_CARD);
  const { status } = await post('/payments/complete', {
    paymentId: declined.paymentId,
    pgTransactionId: refused,
  });
  expect(status).toBe(402);

  await post('/payments', {
    ...mine,
    customer: { ...PERSONAL, email: `${PERSONAL.email} twice`, nick: PERSONAL.name },
  });
  await post('/payments', { ...mine, customer: { ...PERSONAL, phone: `${PERSONAL.phone}x` } });
  await post('/payments', `{"customer": {"email": "${PERSONAL.email}"`);
  await post('/payments', { ...mine, orderName: `${PERSONAL.name} 4242 4242 4242 4242` });
  await post('/payments', mine, { bearer: `${token}x` });
  await post(`/payments/${PERSONAL.email}/cancel`, { reason: 'returned' });
  issuedAccount = await driveAccounts({ post, control, refundAccount: REFUND_ACCOUNT, key: IDEMPOTENCY_KEY });
  await post(`/payments/${paymentId}/cancel`, { reason: 'returned', refundAccount: REFUND_ACCOUNT });
  await operateOnce(paymentId);
  await reconcileOnce();
  return { orderId: mine.orderId, paymentId };
}

const temporalClient = () =>
  connectTemporalClient({
    temporal: { address: stack.addresses.temporalAddress, namespace: 'default' },
    keyRing: parseKeyRing(secrets.encryptionKeys),
  });

async function operateOnce(paymentId: string) {
  const temporal = temporalClient();
  await driveOperator(paymentId, {
    client: temporal,
    databaseUrl: stack.addresses.databaseUrl,
    keyRing: parseKeyRing(secrets.encryptionKeys),
    words: { who: PERSONAL.name, reason: `${PERSONAL.email} asked, ${PERSONAL.phone}` },
  });
  await temporal.connection.close();
}

async function reconcileOnce() {
  const temporal = temporalClient();
  await temporal.schedule.getHandle(RECONCILE_SCHEDULE_ID).trigger('BUFFER_ONE');
  await temporal.connection.close();
}

/** What PostgreSQL has in memory goes to its files. */
async function writeAllDown() {
  const database = await openDatabase({ url: new Secret(stack.addresses.databaseUrl), poolSize: 1 });
  await database.em.getConnection().execute('checkpoint');
  await database.close();
}

const canaries = () => ({
  ...PERSONAL,
  'idempotency key': IDEMPOTENCY_KEY,
  token,
  ...secretsIn(stack.environment),
});

/** What the gateway knows, and the owner is told. */
const accounts = () => ({
  'account to pay into': issuedAccount,
  'account to refund to': REFUND_ACCOUNT.accountNumber,
  'its holder': REFUND_ACCOUNT.holderName,
});

const folderOf = (name: string) => join(dataDir, name);
const temporalFiles = () => readdirSync(dataDir).filter((name) => name.startsWith('temporal.sqlite'));

describe('no canary is to be read', () => {
  it('looks for the secrets that there are', () => {
    const names = Object.keys(secretsIn(stack.environment));
    expect(names).toEqual(
      expect.arrayContaining(['DATABASE_URL 1', 'ENCRYPTION_KEYS 1', 'PORTONE_API_SECRET 1']),
    );
    expect(Object.values(secretsIn(stack.environment)).filter((value) => value.length < 16)).toEqual([]);
  });

  it("in PostgreSQL's data files and its write-ahead log", () => {
    expect(findInClear(folderOf('postgres'), { ...canaries(), ...accounts() })).toEqual([]);
    expect(findInClear(folderOf('postgres'), { order: known.orderId })).not.toEqual([]);
  });

  it("in Temporal's database", () => {
    const inTemporal = (values: Record<string, string>) =>
      temporalFiles().flatMap((name) => findInClear(folderOf(name), values));
    expect(inTemporal({ ...canaries(), ...accounts() })).toEqual([]);
    expect(inTemporal({ payment: known.paymentId })).not.toEqual([]);
  });

  it("in Kafka's log", () => {
    expect(findInClear(folderOf('kafka'), { ...canaries(), ...accounts() })).toEqual([]);
    expect(findInClear(folderOf('kafka'), { order: known.orderId })).not.toEqual([]);
  });

  it('in the log of any process, at its most talkative', () => {
    const ours = readdirSync(folderOf('logs')).filter((name) => !name.startsWith('simulator'));
    expect(findInClear(folderOf('logs'), canaries())).toEqual([]);
    for (const name of ours) expect(findInClear(join(folderOf('logs'), name), accounts())).toEqual([]);
    expect(findInClear(folderOf('logs'), { ready: '"msg":"ready"' })).not.toEqual([]);
  });

  it("in what the gateway's simulator wrote down", () => {
    expect(findInClear(folderOf('simulator'), canaries())).toEqual([]);
  });

  it("in the worker's metrics, nor any payment's id", async () => {
    const text = await (await fetch(stack.addresses.metrics)).text();
    const inMetrics = Object.entries({ ...canaries(), ...known }).filter(([, value]) =>
      isInClear(text, value),
    );
    expect(inMetrics).toEqual([]);
    expect(text).toContain('payment_operator_actions_total');
  });

  it('in an answer, whatever went wrong', () => {
    const failures = client.answers.filter(({ status }) => status >= 400);
    expect(new Set(failures.map(({ status }) => status))).toEqual(new Set([400, 401, 402, 404, 409, 422]));
    for (const { text } of client.answers)
      expect(Object.entries(canaries()).filter(([, value]) => isInClear(text, value))).toEqual([]);
  });

  it('of an account in a refusal, and of the one that money goes back to in any answer', () => {
    for (const { status, text } of client.answers) {
      const { 'account to pay into': told, ...never } = accounts();
      const values = status >= 400 ? [told, ...Object.values(never)] : Object.values(never);
      expect(values.filter((value) => isInClear(text, value))).toEqual([]);
    }
    expect(client.answers.some(({ text }) => isInClear(text, issuedAccount))).toBe(true);
  });
});
