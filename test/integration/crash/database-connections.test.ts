/** A database that is killed under transactions costs no connection: the pool is whole again when it is back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../db/orm.ts';
import { Secret } from '../../../domain/secret.ts';
import { type Rig, startRig } from '../../support/rig.ts';

const POOL_SIZE = 2;

let rig: Rig;
let database: Database;

beforeAll(async () => {
  rig = await startRig({ only: ['postgres'] });
  const url = new Secret(rig.environment['DATABASE_URL'] ?? '');
  database = await openDatabase({ url, poolSize: POOL_SIZE });
});

afterAll(async () => {
  await database?.close();
  await rig?.stop();
});

async function selectOne(em: Database['em']) {
  return await em.getConnection().execute('select 1 as one', [], 'all', em.getTransactionContext());
}

it.each(['first', 'second'])(
  'the pool survives its database being killed under transactions, the %s time',
  async () => {
    const entered = Array.from({ length: POOL_SIZE }, () => Promise.withResolvers<void>());
    const dead = Promise.withResolvers<void>();
    const transactions = entered.map(async ({ resolve }) => {
      await database.em.fork().transactional(async (em) => {
        await selectOne(em);
        resolve();
        await dead.promise;
      });
    });
    const outcomes = Promise.allSettled(transactions);
    await Promise.all(entered.map(async ({ promise }) => await promise));
    await rig.killWorld('postgres');
    dead.resolve();
    expect((await outcomes).map(({ status }) => status)).toEqual(entered.map(() => 'rejected'));
    await rig.restartWorld('postgres');
    const answers = await Promise.all(
      entered.map(async () => await database.em.fork().transactional(selectOne)),
    );
    expect(answers).toEqual(entered.map(() => [{ one: 1 }]));
  },
);
