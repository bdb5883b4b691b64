/** What is read of a payment is of one moment, whatever is written meanwhile; of another user's nothing is read. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { Secret } from '../../domain/secret.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import { apiClient, createPaid, liveKeyRing } from '../support/live.ts';

let database: Database;

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 4 });
});

afterAll(async () => {
  await database.close();
});

it('a cancellation that commits between the two statements of a reader is seen whole or not at all', async () => {
  const { paymentId } = await createPaid(await apiClient());
  const reader = createPaymentReader({ database, keyRing: liveKeyRing() });
  const reading = await database.em.fork().transactional(async (em) => {
    // Holds up the second statement, so that the first has seen the payment as it was.
    await em.execute('lock table cancellation in access exclusive mode');
    await em.execute(
      `insert into cancellation (cancellation_id, payment_id, amount, reason, origin, status, requested_at, settled_at)
       values (?, ?, 10000, 'test', 'CLIENT', 'SUCCEEDED', now(), now())`,
      [`can_${crypto.randomUUID()}`, paymentId],
    );
    await em.execute(`update payment set status = 'CANCELLED', version = version + 1 where payment_id = ?`, [
      paymentId,
    ]);
    const read = reader.findById(paymentId);
    await waitUntil(async () => await isHeldUp(), { what: 'the reader held up', deadlineMs: 20_000 });
    return { read };
  });
  const payment = await reading.read;
  expect({ status: payment?.status, cancellations: payment?.cancellations.length }).toEqual({
    status: 'PAID',
    cancellations: 0,
  });
  expect((await reader.findById(paymentId))?.status).toBe('CANCELLED');
});

it('of another user’s payment no more is read than of none', async () => {
  const { paymentId } = await createPaid(await apiClient());
  const reader = createPaymentReader({ database, keyRing: liveKeyRing() });
  const owner = (await reader.findById(paymentId))?.userId ?? '';
  expect(await reader.findOwn(paymentId, owner)).toMatchObject({ paymentId });
  await database.em.fork().transactional(async (em) => {
    // Whatever goes on to the second statement waits here.
    await em.execute('lock table cancellation in access exclusive mode');
    expect(await reader.findOwn(paymentId, `not-${owner}`)).toBeNull();
    expect(await reader.findOwn('pay_of_nobody', owner)).toBeNull();
  });
});

async function isHeldUp(): Promise<true | undefined> {
  const waiting: unknown[] = await database.em
    .fork()
    .execute(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%from "cancellation"%'`,
    );
  return waiting.length > 0 || undefined;
}
