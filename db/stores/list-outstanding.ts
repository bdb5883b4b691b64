/**
 * Payments that should have an open workflow by now (rule 7). One that waits for its customer needs none before its time is
 * over: whoever completes or cancels it, or the gateway's webhook, opens it again.
 */
import type { Payment } from '../../domain/payment.ts';
import { OPEN_STATUSES } from '../../domain/state-table.ts';
import { isOneOf } from '../entities/columns.ts';
import type { Records } from '../records.ts';
import { findPayment } from './payment-reader.ts';

const PAGE_SIZE = 100;

/** Page by page. Only what has not changed since: the workflow that is just working on it is left alone. */
export async function* outstandingPages(
  records: Records,
  unchangedSince: Date,
): AsyncGenerator<readonly Payment[]> {
  for (let afterPaymentId = ''; ; ) {
    const page = await listOutstanding(records, unchangedSince, afterPaymentId);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    afterPaymentId = last.paymentId;
  }
}

async function listOutstanding(
  { database, keyRing }: Records,
  unchangedSince: Date,
  afterPaymentId: string,
): Promise<readonly Payment[]> {
  const em = database.em.fork();
  const rows: { payment_id: string }[] = await em
    .getConnection()
    .execute(OUTSTANDING_IDS, [
      unchangedSince,
      unchangedSince,
      unchangedSince,
      unchangedSince,
      afterPaymentId,
      PAGE_SIZE,
    ]);
  const payments: Payment[] = [];
  for (const { payment_id: paymentId } of rows) {
    const payment = await findPayment({ em, keyRing }, paymentId);
    if (payment !== null) payments.push(payment);
  }
  return payments;
}

/** Three partial indexes, one each: what is settled, nearly all of the table, is never looked at. */
const OUTSTANDING_IDS = `
  select payment_id from (
    select payment_id from payment
      where ${isOneOf('status', OPEN_STATUSES)} and updated_at < ?
        and (status = 'CONFIRMING' or expires_at < ? or failure_code is not null)
    union
    select payment_id from payment where event_sequence > published_sequence and updated_at < ?
    union
    select payment_id from cancellation join payment using (payment_id)
      where cancellation.status = 'REQUESTED' and updated_at < ?
  ) outstanding
  where payment_id > ? order by payment_id limit ?`;
