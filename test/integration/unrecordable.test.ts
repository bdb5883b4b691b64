/** Approved, but our database refuses to record it for good: the money goes back, and a person is told (rule 4). */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import { type ApiClient, apiClient, createPaid, order, payInWindow } from '../support/live.ts';
import { booksOf } from '../support/simulator.ts';

let client: ApiClient;
let database: Database;

beforeAll(async () => {
  client = await apiClient();
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
});

afterAll(async () => {
  await database.close();
});

it('gives back an approval whose transaction is on record as having paid another payment', async () => {
  const other = await createPaid(client);
  const created = await client('POST', '/api/v1/payments', { body: order() });
  const { paymentId, checkout } = created.body;
  const pgTransactionId = await payInWindow(checkout.url);
  await database.em
    .fork()
    .getConnection()
    .execute('update payment set pg_transaction_id = ? where payment_id = ?', [
      pgTransactionId,
      other.paymentId,
    ]);
  const answer = await client('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } });
  expect([answer.status, answer.body.code]).toEqual([409, 'NOT_PAYABLE']);
  await expect
    .poll(async () => (await client('GET', `/api/v1/payments/${paymentId}`)).body, { timeout: 20_000 })
    .toMatchObject({
      status: 'FAILED',
      cancellations: [{ origin: 'UNRECORDABLE', amount: 10_000, status: 'SUCCEEDED' }],
    });
  expect(await booksOf(paymentId)).toMatchObject({ held: 0 });
  expect(await booksOf(other.paymentId)).toMatchObject({ held: 10_000 });
});
