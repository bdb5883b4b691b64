/** Nothing is forgotten: what lost its workflow is opened again by the sweep, from what is committed (rule 7). */
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { createDataConverter } from '../../platform/temporal/data-converter.ts';
import { paymentWorkflowId, SWEEP_SCHEDULE_ID } from '../../workflows/contract.ts';
import {
  type ApiClient,
  apiClient,
  createPaid,
  order,
  payInWindow,
  startEventReader,
} from '../support/live.ts';
import { act, booksOf, misbehave } from '../support/simulator.ts';

const UNTIL_SETTLED = { timeout: 45_000, interval: 1_000 };

let api: ApiClient;
let connection: Connection;
let client: Client;
let database: Database;

beforeAll(async () => {
  const { environment } = inject('live');
  api = await apiClient();
  connection = await Connection.connect({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  const dataConverter = createDataConverter(parseKeyRing(environment['ENCRYPTION_KEYS'] ?? ''));
  client = new Client({ connection, dataConverter });
  database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await connection.close();
});

async function run(sql: string, ...values: readonly unknown[]) {
  await database.em
    .fork()
    .getConnection()
    .execute(sql, [...values]);
}

/** As if this had happened an hour ago, and the workflow were gone. */
async function forget(paymentId: string) {
  await client.workflow.getHandle(paymentWorkflowId(paymentId)).terminate('forgotten by a test');
  await run(`update payment set updated_at = now() - interval '1 hour' where payment_id = ?`, paymentId);
}

/** A sweep that is asked for while one runs is skipped: asked for again until it has come by. */
async function afterSweep<Value>(look: () => Value | Promise<Value>): Promise<Value> {
  await client.schedule.getHandle(SWEEP_SCHEDULE_ID).trigger();
  return await look();
}

async function paymentOf(paymentId: string) {
  return (await api('GET', `/api/v1/payments/${paymentId}`)).body;
}

describe('the sweep', () => {
  it.concurrent('finishes a payment that was confirming', async ({ expect }) => {
    const created = await api('POST', '/api/v1/payments', { body: order() });
    const { paymentId, checkout } = created.body;
    const pgTransactionId = await payInWindow(checkout.url, '4000000000000119');
    await api('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } });
    await forget(paymentId);
    await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await expect
      .poll(async () => await afterSweep(async () => (await paymentOf(paymentId)).status), UNTIL_SETTLED)
      .toBe('PAID');
  });

  it.concurrent('finishes a cancellation that was sent, without sending it twice', async ({ expect }) => {
    const { paymentId } = await createPaid(api);
    await misbehave({ call: 'cancel', paymentId }, { kind: 'asynchronous_cancel' });
    const cancelling = api('POST', `/api/v1/payments/${paymentId}/cancel`, { body: { reason: 'returned' } });
    await expect.poll(async () => (await booksOf(paymentId)).cancellable, UNTIL_SETTLED).toBe(0);
    await forget(paymentId);
    await cancelling;
    await act({ action: 'settle_cancellation', paymentId, outcome: 'SUCCEEDED' });
    await expect
      .poll(async () => await afterSweep(async () => (await paymentOf(paymentId)).status), UNTIL_SETTLED)
      .toBe('CANCELLED');
    expect((await paymentOf(paymentId)).cancellations).toHaveLength(1);
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, cancelled: 10_000 });
  });

  it.concurrent('closes a virtual account that is past its date, and expires its payment', async ({
    expect,
  }) => {
    const method = { type: 'VIRTUAL_ACCOUNT' };
    const { paymentId, checkout } = (await api('POST', '/api/v1/payments', { body: order({ method }) })).body;
    const pgTransactionId = await payInWindow(checkout.url);
    await api('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } });
    await forget(paymentId);
    await run(`update payment set expires_at = now() - interval '1 minute' where payment_id = ?`, paymentId);
    await expect
      .poll(async () => await afterSweep(async () => (await paymentOf(paymentId)).status), UNTIL_SETTLED)
      .toBe('EXPIRED');
    await expect(act({ action: 'deposit', paymentId })).rejects.toThrow();
  });

  it.concurrent('publishes an event that nobody published, under the id it always had', async ({
    expect,
  }) => {
    const { paymentId } = await createPaid(api);
    await client.workflow.getHandle(paymentWorkflowId(paymentId)).result();
    const reader = await startEventReader();
    await expect.poll(() => reader.eventsOf(paymentId).length, UNTIL_SETTLED).toBe(1);
    await run('update outbox_event set published_at = null where aggregateid = ?', paymentId);
    await run(
      `update payment set published_sequence = 0, updated_at = now() - interval '1 hour' where payment_id = ?`,
      paymentId,
    );
    await expect
      .poll(async () => await afterSweep(() => reader.eventsOf(paymentId).length), UNTIL_SETTLED)
      .toBe(2);
    const [first, second] = reader.eventsOf(paymentId);
    expect(second).toEqual(first);
    await reader.stop();
  });
});
