/** Rotating keys on the real database, beside running servers: interrupted, begun again, and nothing is lost. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { jweColumns, replaceCell } from '../../db/stores/jwe-columns.ts';
import { Secret } from '../../domain/secret.ts';
import { decryptColumn, encryptColumn, keyIdOf } from '../../platform/crypto/jwe.ts';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { apiClient, createPaid, order } from '../support/live.ts';

const ROWS = 650;
const { environment } = inject('live');
const oldKeys = environment['ENCRYPTION_KEYS'] ?? '';
const OLD_ID = oldKeys.slice(0, oldKeys.indexOf(':'));
const NEW_ID = `rotated-${randomBytes(3).toString('hex')}`;
const newKeys = `${NEW_ID}:${randomBytes(32).toString('base64')},${oldKeys}`;
const customer = { name: '홍길동', email: 'hong@example.com' };

let database: Database;

beforeAll(async () => {
  database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 4 });
  const api = await apiClient();
  const { paymentId } = (await api('POST', '/api/v1/payments', { body: order({ customer }) })).body;
  // Final copies of it, which no workflow and no order minds.
  await run(
    `insert into payment (${await columns()}) select ${(await columns())
      .replace('"payment_id"', `'pay_rotate_' || n`)
      .replace('"status"', `'EXPIRED'`)
      .replace('"idempotency_key_hash"', 'null')} from payment, generate_series(1, ?) n where payment_id = ?`,
    ROWS,
    paymentId,
  );
});

afterAll(async () => {
  // Other tests' servers have the old key only.
  await rotate(`${oldKeys},${newKeys.slice(0, newKeys.indexOf(','))}`);
  await run(`delete from payment where payment_id like 'pay_rotate_%'`);
  await database.close();
});

async function run<Row = unknown>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
  return await database.em
    .fork()
    .getConnection()
    .execute(sql, [...values]);
}

async function columns(): Promise<string> {
  const rows = await run<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'payment' order by ordinal_position`,
  );
  return rows.map(({ name }) => `"${name}"`).join(', ');
}

async function stored(): Promise<readonly string[]> {
  const rows = await run<{ jwe: string }>(
    'select customer_jwe as jwe from payment where customer_jwe is not null',
  );
  return rows.map(({ jwe }) => jwe);
}

const countUnder = (jwes: readonly string[], keyId: string) =>
  jwes.filter((jwe) => keyIdOf(jwe) === keyId).length;

/** Runs the command; `killAt`: with `kill -9`, as soon as its log says so. Answers its exit code. */
async function rotate(
  encryptionKeys: string,
  killAt?: string,
): Promise<{ code: number | null; log: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'db', 'rotate-keys.ts')], {
    env: { ...environment, ENCRYPTION_KEYS: encryptionKeys },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    if (killAt !== undefined && log.includes(killAt)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return { code: child.exitCode, log };
}

describe('rotating keys', () => {
  it('killed in the middle leaves every value readable, and begun again finishes, beside a running server', async () => {
    const killed = await rotate(newKeys, '"rotating"');
    expect(killed.code).toBeNull();
    const halfway = await stored();
    expect(countUnder(halfway, NEW_ID)).toBeGreaterThan(0);
    expect(countUnder(halfway, OLD_ID)).toBeGreaterThan(0);
    const ring = parseKeyRing(newKeys);
    for (const jwe of halfway) await decryptColumn(ring, jwe);

    const [again, paid] = await Promise.all([rotate(newKeys), createPaid(await apiClient(), { customer })]);
    expect(paid.completed.status).toBe(200);
    expect(again.code).toBe(0);
    expect(again.log).toContain('"msg":"rotating"');
    // The server beside still encrypts under the old key: what it wrote last is for the next run.
    expect((await rotate(newKeys)).code).toBe(0);
    const all = await stored();
    expect(countUnder(all, NEW_ID)).toBe(all.length);
    const [row] = await run<{ jwe: string }>(
      `select customer_jwe as jwe from payment where payment_id = 'pay_rotate_1'`,
    );
    expect(await decryptColumn(ring, row?.jwe ?? '')).toEqual(customer);
  });

  it('has nothing to do the second time', async () => {
    expect((await rotate(newKeys)).code).toBe(0);
    const before = (await stored()).toSorted();
    const again = await rotate(newKeys);
    expect(again.log).toContain('"rotated":0');
    expect((await stored()).toSorted()).toEqual(before);
  });

  it('leaves a value alone that somebody has written meanwhile', async () => {
    const column = jweColumns(database).find((each) => each.column === 'customer_jwe');
    if (column === undefined) throw new Error('the customer is encrypted');
    const [row] = await run<{ key: string; jwe: string }>(
      `select payment_id as key, customer_jwe as jwe from payment where payment_id = 'pay_rotate_1'`,
    );
    const ring = parseKeyRing(newKeys);
    const stale = { key: row?.key ?? '', jwe: await encryptColumn(ring, customer) };
    expect(await replaceCell(database, column, { cell: stale, jwe: 'anything' })).toBe(false);
    expect(await stored()).toContain(row?.jwe);
  });

  it('names what no key opens, leaves it as it is, and fails', async () => {
    const strange = await encryptColumn(parseKeyRing(`lost:${randomBytes(32).toString('base64')}`), customer);
    const before = await run<{ jwe: string }>(
      `select customer_jwe as jwe from payment where payment_id = 'pay_rotate_2'`,
    );
    await run(`update payment set customer_jwe = ? where payment_id = 'pay_rotate_2'`, strange);
    const { code, log } = await rotate(newKeys);
    expect(code).toBe(1);
    expect(log).toContain('pay_rotate_2');
    expect(await stored()).toContain(strange);
    await run(`update payment set customer_jwe = ? where payment_id = 'pay_rotate_2'`, before[0]?.jwe);
  });

  it('finds the encrypted columns by the entities themselves', () => {
    expect(
      jweColumns(database)
        .map(({ table, column }) => `${table}.${column}`)
        .toSorted(),
    ).toEqual([
      'cancellation.refund_account_jwe',
      'operator_action.words_jwe',
      'payment.customer_jwe',
      'payment.virtual_account_jwe',
    ]);
  });
});
