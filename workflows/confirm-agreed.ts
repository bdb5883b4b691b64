/**
 * The customer has agreed, and our call is the approval: compared before, for nothing has moved yet. From here to the
 * confirmation's end whoever asked for it waits (`hearConfirm`).
 */
import { answerComplete } from '../domain/answer-complete.ts';
import { changeOnAgreement } from '../domain/changes/on-agreement.ts';
import { attentionChange } from '../domain/changes/on-attention.ts';
import { confirmationInFlight, judgeAgreement } from '../domain/confirmation.ts';
import type { Agreement } from '../domain/gateway-port.ts';
import { isOpen } from '../domain/state-table.ts';
import { known, type ParkedComplete, type Saga } from './saga.ts';
import { write } from './write.ts';

export async function confirmAgreed(saga: Saga, parked: ParkedComplete, agreement: Agreement): Promise<void> {
  const { entry, pgTransactionId } = parked;
  if (!isOpen(known(saga).status)) {
    entry.verdict = answerComplete(known(saga), pgTransactionId);
    return;
  }
  switch (judgeAgreement(known(saga), agreement)) {
    case 'foreign':
      await write(saga, (payment) => attentionChange(payment, 'FOREIGN_TRANSACTION'));
      entry.verdict = { kind: 'refused', code: 'TRANSACTION_MISMATCH', params: {} };
      return;
    case 'mismatched':
      entry.verdict = { kind: 'refused', code: 'AMOUNT_MISMATCH', params: {} };
      return;
    case 'as ordered':
      await write(saga, (payment) => changeOnAgreement(payment, agreement));
      if (confirmationInFlight(known(saga)) !== null) saga.parked.push(parked);
      else entry.verdict = answerComplete(known(saga), pgTransactionId);
  }
}

/**
 * Those who asked for it when the gateway could not tell that there is something to confirm. True: a confirmation is on
 * its way, and its end is what all who wait are told.
 */
export async function confirmParked(saga: Saga, agreement: Agreement): Promise<boolean> {
  const waiting = saga.parked.splice(0);
  for (const parked of waiting) {
    if (parked.pgTransactionId === agreement.pgTransactionId) await confirmAgreed(saga, parked, agreement);
    else saga.parked.push(parked);
  }
  return confirmationInFlight(known(saga)) !== null;
}
