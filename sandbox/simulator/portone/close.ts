/** `POST /payments/{paymentId}/virtual-account/close` of PortOne V2: ends an account that waits for its deposit. */
import type { Answer } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { jsonAnswer } from '../idempotency.ts';
import type { Ledger } from '../ledger.ts';
import { speakingAttempt } from '../ledger-state.ts';
import { errorAnswer, pgProviderAnswer } from './errors.ts';

export type CloseRequest = { paymentId: string; idempotencyKey: string | null; fault: Fault | undefined };

export function closeVirtualAccount(
  ledger: Ledger,
  { paymentId, idempotencyKey, fault }: CloseRequest,
): Answer {
  const payment = ledger.find(paymentId);
  const attempt = payment && speakingAttempt(payment);
  if (!attempt) return errorAnswer('PAYMENT_NOT_FOUND', 'There is no such payment.');
  if (fault?.kind === 'refused_cancel') return pgProviderAnswer(fault.pgCode, fault.pgMessage);
  if (!ledger.closeAccount(attempt.transactionId, { reason: 'closed by API', idempotencyKey }))
    return errorAnswer('PAYMENT_NOT_WAITING_FOR_DEPOSIT', 'The payment does not wait for a deposit.');
  return jsonAnswer(200, JSON.stringify({ closedAt: attempt.changedAt }));
}
