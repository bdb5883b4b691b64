/** Nothing is left open: no unknown outcome, no cancellation under way. */
import type { OfPayment } from '../records.ts';
import { isForeign } from './foreign.ts';

export function* settled({ payment }: OfPayment): Generator<string> {
  if (payment.status === 'CONFIRMING' && !isForeign(payment)) yield 'its outcome is still unknown';
  for (const { cancellationId, status } of payment.cancellations) {
    if (status === 'REQUESTED') yield `cancellation ${cancellationId} is still under way`;
  }
}
