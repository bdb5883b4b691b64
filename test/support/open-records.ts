/** The four records, kept open: for many looks at single payments, while others are under way. */
import { openDatabase } from '../../db/orm.ts';
import { Secret } from '../../domain/secret.ts';
import type { JournalEntry } from '../../sandbox/simulator/journal-entries.ts';
import { readBooks, readJournal, topicOf, type WhereTheyAre } from './four-records.ts';
import { contradictionsOf } from './four-records-rules.ts';
import { followTopic, type TopicRecord } from './read-topic.ts';
import type { ClientAnswer, OurBooks } from './records.ts';

export type OpenRecords = {
  /** Where the four disagree about these payments; one sentence each. */
  contradictions(paymentIds: readonly string[], answers: readonly ClientAnswer[]): Promise<readonly string[]>;
  booksOf(paymentId: string): Promise<OurBooks | undefined>;
  journalOf(paymentId: string): Promise<readonly JournalEntry[]>;
  /** What Kafka has of it by now. */
  publishedOf(paymentId: string): readonly TopicRecord[];
  /** Our books by hand. */
  query(sql: string): Promise<readonly unknown[]>;
  stop(): Promise<void>;
};

export async function openRecords({ environment, simulator }: WhereTheyAre): Promise<OpenRecords> {
  const database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 4 });
  const topic = await followTopic(topicOf(environment));
  const query = async (sql: string): Promise<readonly unknown[]> =>
    await database.em.fork().getConnection().execute(sql);
  const journalOf = async (paymentId: string) => await readJournal(simulator, paymentId);
  return {
    async contradictions(paymentIds, answers) {
      const [books, ...journals] = await Promise.all([
        readBooks(query, paymentIds),
        ...paymentIds.map(journalOf),
      ]);
      const published = paymentIds.flatMap(topic.recordsOf);
      return contradictionsOf({ books, journal: journals.flat(), topic: published, answers });
    },
    booksOf: async (paymentId) => (await readBooks(query, [paymentId]))[0],
    ...{ journalOf, publishedOf: topic.recordsOf, query },
    async stop() {
      await topic.stop();
      await database.close();
    },
  };
}
