/** What `complete` is told once the gateway has spoken and its word is recorded, or could not be. */
import { answerComplete as answerByRecord } from '../domain/answer-complete.ts';
import type { Applied } from './ask-gateway.ts';
import type { Verdict } from './contract.ts';
import { known, type Saga } from './saga.ts';

export function answerComplete(
  saga: Pick<Saga, 'paymentId' | 'payment'>,
  applied: Applied,
  pgTransactionId: string,
): Verdict {
  switch (applied) {
    case 'recorded':
      return answerByRecord(known(saga), pgTransactionId);
    case 'foreign':
      return { kind: 'refused', code: 'TRANSACTION_MISMATCH', params: {} };
    // There may be money that our record does not show: "not paid yet" would be a lie.
    case 'not_recordable':
    case 'closing':
    case 'overtaken':
    case 'unknown':
      return { kind: 'pending' };
  }
}
