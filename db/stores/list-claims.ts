/**
 * Our payments that say of themselves that money moved at the gateway in a span of time: what its list must show, or
 * its answer about the one payment.
 */
import type { Provider } from '../../domain/providers.ts';
import type { Database } from '../orm.ts';

export type ClaimsQuery = {
  readonly provider: Provider;
  readonly from: Date;
  readonly until: Date;
  readonly afterPaymentId: string;
  readonly limit: number;
};

/** Their ids, in order. */
export async function listClaims(
  database: Database,
  { provider, from, until, afterPaymentId, limit }: ClaimsQuery,
): Promise<readonly string[]> {
  const rows: { payment_id: string }[] = await database.em
    .fork()
    .getConnection()
    .execute(CLAIMS, [from, until, from, until, provider, afterPaymentId, limit]);
  return rows.map(({ payment_id: paymentId }) => paymentId);
}

/** Two partial indexes, one each. */
const CLAIMS = `
  select payment_id from (
    select payment_id from payment where approved_at >= ? and approved_at <= ?
    union
    select payment_id from cancellation
      where status = 'SUCCEEDED' and settled_at >= ? and settled_at <= ? and amount > 0
  ) claims join payment using (payment_id)
  where provider = ? and payment_id > ? order by payment_id limit ?`;

/** When the oldest payment of this gateway was created; null when there is none. */
export async function oldestPaymentAt(database: Database, provider: Provider): Promise<Date | null> {
  const [row]: { oldest: Date | string | null }[] = await database.em
    .fork()
    .getConnection()
    .execute('select min(created_at) as oldest from payment where provider = ?', [provider]);
  return row?.oldest === null || row?.oldest === undefined ? null : new Date(row.oldest);
}
