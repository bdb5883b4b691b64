/**
 * The four records of what happened to money: the gateway's journal, our books, Kafka from offset 0, and the answers
 * that clients got. After any crash they must tell one story; `contradictions` says where they do not.
 */
import { z } from 'zod';
import { openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import { journalEntrySchema } from '../../sandbox/simulator/journal-entries.ts';
import { waitUntil } from '../../sandbox/wait.ts';
import { contradictionsOf } from './four-records-rules.ts';
import { inBatches } from './in-batches.ts';
import { outlineRuns } from './outline-runs.ts';
import { readTopic, type Topic } from './read-topic.ts';
import { type ClientAnswer, type OurBooks, ourBooksSchema, type Records } from './records.ts';

export type { ClientAnswer } from './records.ts';

export type WhereTheyAre = {
  readonly simulator: string;
  /** DATABASE_URL, KAFKA_BROKERS and KAFKA_TOPIC, as our own processes have them. */
  readonly environment: Readonly<Record<string, string>>;
};

/** One sentence each; empty when all four agree. Call it when everything is settled (see `untilSettled`). */
export async function contradictions(
  where: WhereTheyAre,
  answers: readonly ClientAnswer[],
): Promise<readonly string[]> {
  return contradictionsOf({ ...(await readRecords(where)), answers });
}

export async function readRecords({
  environment,
  simulator,
}: WhereTheyAre): Promise<Pick<Records, 'journal' | 'books' | 'topic'>> {
  const [journal, books, topic] = await Promise.all([
    readJournal(simulator),
    readBooks(async (sql) => await query(environment, sql)),
    readTopic(topicOf(environment)),
  ]);
  return { journal, books, topic };
}

export function topicOf(environment: WhereTheyAre['environment']): Topic {
  return {
    brokers: environment['KAFKA_BROKERS'] ?? '',
    topic: environment['KAFKA_TOPIC'] ?? 'payment.events.v1',
  };
}

/** Waits until nothing is outstanding in our books: no unknown outcome, no cancellation under way, no event unsent. */
export async function untilSettled({ environment }: WhereTheyAre, deadlineMs: number): Promise<void> {
  const question = `select payment_id as id, status, event_sequence as events, published_sequence as published,
      (select string_agg(status, ',') from cancellation c where c.payment_id = payment.payment_id) as cancellations
    from payment
    where status = 'CONFIRMING' or event_sequence > published_sequence
       or exists (select 1 from cancellation c where c.payment_id = payment.payment_id and c.status = 'REQUESTED')`;
  let left: readonly z.infer<typeof unsettledSchema>[] = [];
  try {
    await waitUntil(
      async () => {
        left = z.array(unsettledSchema).parse(await query(environment, question));
        return left.length === 0 || undefined;
      },
      { what: 'everything settled', deadlineMs, everyMs: 250 },
    );
  } catch (error) {
    const stories = await inBatches(
      left.slice(0, STORIES),
      1,
      async ({ id }) => await outlineRuns(environment, id).catch(String),
    );
    const what = [`not settled within ${deadlineMs / 1000} s: ${JSON.stringify(left)}`, ...stories].join(
      '\n',
    );
    throw new Error(what, { cause: error });
  }
}

const unsettledSchema = z.looseObject({ id: z.string() });
/** Of how many that are not settled Temporal's view is told: they are mostly alike. */
const STORIES = 3;

export async function query(
  environment: WhereTheyAre['environment'],
  sql: string,
): Promise<readonly unknown[]> {
  const database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 1 });
  try {
    return await database.em.getConnection().execute(sql);
  } finally {
    await database.close();
  }
}

/** Of all payments, or of one. */
export async function readJournal(simulator: string, paymentId?: string) {
  const ofWhom = paymentId === undefined ? '' : `?paymentId=${paymentId}`;
  const response = await fetch(`${simulator}/control/journal${ofWhom}`);
  return z.object({ entries: z.array(journalEntrySchema) }).parse(await response.json()).entries;
}

/** Of all payments, or of these. */
export async function readBooks(
  ask: (sql: string) => Promise<readonly unknown[]>,
  paymentIds?: readonly string[],
): Promise<readonly OurBooks[]> {
  const those = paymentIds && `where payment_id in (${paymentIds.map((id) => `'${id}'`).join()})`;
  const rows = await ask(
    `select payment_id as "paymentId", user_id as "userId", order_id as "orderId", amount, currency, status, version,
       held_amount as held, failure_code as "failureCode", attention, event_sequence as "eventSequence",
       published_sequence as "publishedSequence", ${ms('created_at')} as "createdAtMs", ${ms('expires_at')} as "expiresAtMs",
       (select coalesce(json_agg(json_build_object('cancellationId', cancellation_id, 'amount', amount, 'status', status,
          'origin', origin, 'pgCancellationId', pg_cancellation_id, 'requestedAtMs', ${ms('requested_at')},
          'settledAtMs', ${ms('settled_at')}) order by requested_at), '[]')
          from cancellation c where c.payment_id = p.payment_id) as cancellations,
       (select coalesce(json_agg(json_build_object('id', id, 'type', type, 'sequence', sequence, 'payload', payload,
          'occurredAtMs', ${ms('occurred_at')}, 'publishedAtMs', ${ms('published_at')}) order by sequence), '[]')
          from outbox_event e where e.aggregateid = p.payment_id) as events,
       (select coalesce(json_agg(json_build_object('version', version, 'transitionId', transition_id,
          'from', from_status, 'to', to_status, 'atMs', ${ms('occurred_at')}) order by version), '[]')
          from payment_transition t where t.payment_id = p.payment_id) as transitions
     from payment p ${those ?? ''} order by created_at`,
  );
  return z.array(ourBooksSchema).parse(rows);
}

/** Whole milliseconds: the columns hold no more. */
function ms(column: string): string {
  return `round(extract(epoch from ${column}) * 1000)::float8`;
}
