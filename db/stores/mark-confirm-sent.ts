/**
 * Commits that a confirmation is about to be sent, before it is: the date stays that of the first sending, for it dates
 * the idempotency key (rule 1). Only what the record says is confirmed may be sent.
 */
import { PaymentEntity } from '../entities/payment.ts';
import type { Database } from '../orm.ts';

export type ConfirmSending = { readonly paymentId: string; readonly pgTransactionId: string };

/** Null when this is the first sending; else when the first one was. `over`: the record has moved on. */
export async function markConfirmSent(
  database: Database,
  { paymentId, pgTransactionId }: ConfirmSending,
  now: Date,
): Promise<Date | null | 'over'> {
  const em = database.em.fork();
  const isThis = { paymentId, confirmingTransactionId: pgTransactionId, status: 'CONFIRMING' as const };
  const marked = await em.nativeUpdate(
    PaymentEntity,
    { ...isThis, confirmFirstSentAt: null },
    { confirmFirstSentAt: now },
  );
  if (marked === 1) return null;
  const row = await em.findOne(PaymentEntity, isThis);
  return row?.confirmFirstSentAt ?? 'over';
}
