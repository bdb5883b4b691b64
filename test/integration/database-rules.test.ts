/** The database holds the rules by itself, whatever the code above it does. */
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { Secret } from '../../domain/secret.ts';
import { type ApiClient, apiClient, createPaid, liveKeyRing, order } from '../support/live.ts';

let client: ApiClient;
let database: Database;

beforeAll(async () => {
  client = await apiClient();
  const url = new Secret(inject('live').environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: 4 });
});

afterAll(async () => {
  await database.close();
});

async function run(sql: string, ...values: readonly unknown[]) {
  return await database.em
    .fork()
    .getConnection()
    .execute(sql, [...values]);
}

/** Which rule the database names when it refuses. */
async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error !== null && typeof error === 'object' && 'constraint' in error ? error.constraint : error;
  }
  return 'nothing was refused';
}

async function cancelRow(paymentId: string, more: { amount: number; status?: string; key?: string }) {
  const { amount, status = 'REQUESTED', key = null } = more;
  return await run(
    `insert into cancellation (cancellation_id, payment_id, idempotency_key_hash, amount, reason, origin, status, requested_at, settled_at)
     values (?, ?, ?, ?, 'test', 'CLIENT', ?, now(), case when ? in ('SUCCEEDED', 'FAILED') then now() end)`,
    ...[`can_${crypto.randomUUID()}`, paymentId, key, amount, status, status],
  );
}

describe('the schema', () => {
  it('is what the entities say: no migration is missing', async () => {
    expect(await database.migrator.checkSchema()).toBe(false);
  });

  it('is migrated once when two processes start at the same time', async () => {
    expect(await Promise.all([migrate(database), migrate(database)])).toEqual([[], []]);
  });
});

describe('the database refuses', () => {
  it('to give back more than the gateway holds', async () => {
    const { paymentId } = await createPaid(client);
    expect(await refusalOf(cancelRow(paymentId, { amount: 10_001 }))).toBe('cancellation_within_held');
    await cancelRow(paymentId, { amount: 6_000, status: 'SUCCEEDED' });
    expect(await refusalOf(cancelRow(paymentId, { amount: 4_001 }))).toBe('cancellation_within_held');
    const lessHeld = run(
      'update payment set held_amount = 5999, status = ? where payment_id = ?',
      'CANCELLED',
      paymentId,
    );
    expect(await refusalOf(lessHeld)).toBe('payment_held_covers_cancelled');
  });

  it('to give back more than is held even when two do it at the same time', async () => {
    const { paymentId } = await createPaid(client);
    const halves = [1, 2, 3].map(
      async () => await refusalOf(cancelRow(paymentId, { amount: 5_000, status: 'SUCCEEDED' })),
    );
    const refusals = await Promise.all(halves);
    expect(refusals.filter((refusal) => refusal === 'cancellation_within_held')).toHaveLength(1);
  });

  it('two cancellations in flight, and a key used twice', async () => {
    const { paymentId } = await createPaid(client);
    await cancelRow(paymentId, { amount: 1, status: 'SUCCEEDED', key: 'k' });
    expect(await refusalOf(cancelRow(paymentId, { amount: 1, key: 'k' }))).toBe(
      'cancellation_idempotency_key_unique',
    );
    await cancelRow(paymentId, { amount: 1 });
    expect(await refusalOf(cancelRow(paymentId, { amount: 1 }))).toBe('cancellation_in_flight_unique');
  });

  it('a second refund that waits for its account, and one beside it for money that is not there', async () => {
    const { paymentId } = await createPaid(client);
    await cancelRow(paymentId, { amount: 9_000, status: 'AWAITING_REFUND_ACCOUNT' });
    expect(await refusalOf(cancelRow(paymentId, { amount: 1, status: 'AWAITING_REFUND_ACCOUNT' }))).toBe(
      'cancellation_awaiting_unique',
    );
    expect(await refusalOf(cancelRow(paymentId, { amount: 1_001 }))).toBe('cancellation_within_held');
  });

  it('to wait for a deposit without an account to pay into', async () => {
    const { body } = await client('POST', '/api/v1/payments', { body: order() });
    const waiting = run(
      `update payment set status = 'WAITING_FOR_DEPOSIT', pg_transaction_id = ? where payment_id = ?`,
      ...[crypto.randomUUID(), body.paymentId],
    );
    expect(await refusalOf(waiting)).toBe('payment_waiting_check');
  });

  it('a move that the state table does not know', async () => {
    const { paymentId } = await createPaid(client);
    const back = run(`update payment set status = 'READY' where payment_id = ?`, paymentId);
    expect(await refusalOf(back)).toBe('payment_legal_move');
  });

  it('a payment that is paid without a transaction, with another amount, or by a transaction that paid another', async () => {
    const { body } = await client('POST', '/api/v1/payments', { body: order() });
    const pay = async (transaction: string | null, held: number) =>
      await refusalOf(
        run(
          `update payment set status = 'PAID', pg_transaction_id = ?, held_amount = ?, held_currency = 'KRW', approved_at = now() where payment_id = ?`,
          ...[transaction, held, body.paymentId],
        ),
      );
    expect(await pay(null, 10_000)).toBe('payment_paid_check');
    expect(await pay(crypto.randomUUID(), 9_999)).toBe('payment_paid_check');
    const { pgTransactionId } = await createPaid(client);
    expect(await pay(pgTransactionId, 10_000)).toBe('payment_pg_transaction_unique');
  });

  it('a second live payment for an order, and an amount that is none', async () => {
    const { paymentId } = await createPaid(client);
    const copyWith = (columns: string) =>
      run(
        `insert into payment (payment_id, user_id, order_id, request_hash, order_name, items, amount, currency, method_type, method, provider, status, version, metadata, checkout, event_sequence, published_sequence, created_at, updated_at, expires_at)
         select ?, user_id, ${columns}, currency, method_type, method, provider, 'READY', 1, metadata, checkout, 0, 0, now(), now(), now() from payment where payment_id = ?`,
        ...[`pay_${crypto.randomUUID()}`, paymentId],
      );
    expect(await refusalOf(copyWith(`order_id, request_hash, order_name, items, amount`))).toBe(
      'payment_live_order_unique',
    );
    expect(await refusalOf(copyWith(`'order-other', request_hash, order_name, items, 0`))).toBe(
      'payment_amount_check',
    );
  });
});

describe('what identifies a person', () => {
  it('is in no column in clear', async () => {
    const canary = `canary-${crypto.randomUUID()}`;
    const { body } = await client('POST', '/api/v1/payments', {
      body: order({ customer: { name: canary, email: `${canary}@example.com`, phone: '01012345678' } }),
    });
    const rows = await run('select p::text as text from payment p where payment_id = ?', body.paymentId);
    expect(JSON.stringify(rows)).toMatch(/,eyJ[\w-]+\./);
    expect(JSON.stringify(rows)).not.toContain(canary);
  });
});

describe('my payments', () => {
  it('can be read in order by an index of their own, from where the page begins', async () => {
    const execute = vi.spyOn(database.em.getConnection(), 'execute');
    const cursor = { createdAt: new Date().toISOString(), paymentId: 'pay_x' };
    await createPaymentReader({ database, keyRing: liveKeyRing() }).listMine({
      userId: 'u',
      limit: 20,
      cursor,
    });
    const [sql, parameters] = execute.mock.calls[0] ?? ['', []];
    execute.mockRestore();
    // Of a table as small as a test's, the planner may well sort what any index finds.
    const plan = await database.em.fork().transactional(async (em) => {
      const inTransaction = async (statement: string, values?: typeof parameters) =>
        await em.getConnection().execute(statement, values, 'all', em.getTransactionContext());
      await inTransaction('set local enable_sort = off');
      return JSON.stringify(await inTransaction(`explain ${typeof sql === 'string' ? sql : ''}`, parameters));
    });
    expect(plan).toMatch(/payment_mine_index/);
    expect(plan).toMatch(/Index Cond: .*created_at <= /);
  });
});
