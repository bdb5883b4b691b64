/** A database that is killed under transactions costs no connection: the pool is whole again when it is back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../../db/orm.ts';
import { Secret } from '../../../domain/secret.ts';
import { identify } from '../../../sandbox/process-identity.ts';
import { waitUntil } from '../../../sandbox/wait.ts';
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

/** The server's process that works for this transaction: it notices a moment later that the server is dead. */
async function backendOf(em: Database['em']): Promise<number> {
  const question = 'select pg_backend_pid() as pid';
  const rows = await em.getConnection().execute(question, [], 'all', em.getTransactionContext());
  return z.tuple([z.object({ pid: z.number() })]).parse(rows)[0].pid;
}

async function untilGone(pid: number): Promise<void> {
  await waitUntil(() => identify(pid) === undefined || undefined, {
    what: `the end of PostgreSQL's process ${pid}`,
    deadlineMs: 20_000,
  });
}

it.each(['first', 'second'])(
  'the pool survives its database being killed under transactions, the %s time',
  async () => {
    const entered = Array.from({ length: POOL_SIZE }, () => Promise.withResolvers<number>());
    const dead = Promise.withResolvers<void>();
    const transactions = entered.map(async ({ resolve }) => {
      await database.em.fork().transactional(async (em) => {
        resolve(await backendOf(em));
        await dead.promise;
      });
    });
    const outcomes = Promise.allSettled(transactions);
    const backends = await Promise.all(entered.map(async ({ promise }) => await promise));
    await rig.killWorld('postgres');
    await Promise.all(backends.map(untilGone));
    dead.resolve();
    expect((await outcomes).map(({ status }) => status)).toEqual(entered.map(() => 'rejected'));
    await rig.restartWorld('postgres');
    const answers = await Promise.all(
      entered.map(async () => await database.em.fork().transactional(selectOne)),
    );
    expect(answers).toEqual(entered.map(() => [{ one: 1 }]));
  },
);
