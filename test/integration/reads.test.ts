/** What is read of a payment is of one moment, whatever is written meanwhile; of another user's nothing is read. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader, type PaymentReader } from '../../db/stores/payment-reader.ts';
import { Secret } from '../../domain/secret.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import { apiClient, createPaid, liveKeyRing } from '../support/live.ts';

let database: Database;
/** On one connection, which is known by its name: others read beside it, and are held up as well. */
let readers: Database;
let reader: PaymentReader;
const READER = 'reads-test';

beforeAll(async () => {
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 2 });
  readers = await openDatabase({ url, poolSize: 1 });
  await readers.em.fork().execute(`set application_name = '${READER}'`);
  reader = createPaymentReader({ database: readers, keyRing: liveKeyRing() });
});

afterAll(async () => {
  await database.close();
  await readers.close();
});

it('a cancellation that commits between the two statements of a reader is seen whole or not at all', async () => {
  const { paymentId } = await createPaid(await apiClient());
  const cancelling = await beginCancelling(paymentId);
  const read = reader.findById(paymentId);
  await waitUntil(async () => await isHeldUp(), { what: 'the reader held up', deadlineMs: 20_000 });
  await cancelling.commit();
  const payment = await read;
  expect({ status: payment?.status, cancellations: payment?.cancellations.length }).toEqual({
    status: 'PAID',
    cancellations: 0,
  });
  expect((await reader.findById(paymentId))?.status).toBe('CANCELLED');
});

it('of another user’s payment no more is read than of none', async () => {
  const { paymentId } = await createPaid(await apiClient());
  const owner = (await reader.findById(paymentId))?.userId ?? '';
  expect(await reader.findOwn(paymentId, owner)).toMatchObject({ paymentId });
  const cancelling = await beginCancelling(paymentId);
  expect(await reader.findOwn(paymentId, `not-${owner}`)).toBeNull();
  expect(await reader.findOwn('pay_of_nobody', owner)).toBeNull();
  await cancelling.commit();
});

/** Until it commits, whoever goes on to a reader's second statement waits, and has seen the payment as it was. */
async function beginCancelling(paymentId: string) {
  const [begun, toCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const committed = database.em.fork().transactional(async (em) => {
    await em.execute('lock table cancellation in access exclusive mode');
    await em.execute(
      `insert into cancellation (cancellation_id, payment_id, amount, reason, origin, status, requested_at, settled_at)
       values (?, ?, 10000, 'test', 'CLIENT', 'SUCCEEDED', now(), now())`,
      [`can_${crypto.randomUUID()}`, paymentId],
    );
    await em.execute(`update payment set status = 'CANCELLED', version = version + 1 where payment_id = ?`, [
      paymentId,
    ]);
    begun.resolve();
    await toCommit.promise;
  });
  await Promise.race([begun.promise, committed]);
  return {
    async commit() {
      toCommit.resolve();
      await committed;
    },
  };
}

async function isHeldUp(): Promise<true | undefined> {
  const waiting: unknown[] = await database.em.fork().execute(
    `select 1 from pg_stat_activity
     where application_name = ? and wait_event_type = 'Lock' and query ilike '%from "cancellation"%'`,
    [READER],
  );
  return waiting.length > 0 || undefined;
}
