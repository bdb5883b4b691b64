/**
 * Our own call as the approval (gateways of approval `on_confirm`): before it, what the customer agreed to is compared;
 * while its outcome is open, nothing at the gateway proves that no money will move (rule 1).
 */
import type { Agreement } from './gateway-port.ts';
import { isSameMoney } from './money.ts';
import type { Confirmation, Payment } from './payment.ts';
import { isOpen } from './state-table.ts';

/** The confirmation whose outcome is open: it may move money at any moment. An account was issued by one that has ended. */
export function confirmationInFlight({ status, confirmation }: Payment): Confirmation | null {
  return isOpen(status) && status !== 'WAITING_FOR_DEPOSIT' ? confirmation : null;
}

export type AgreementVerdict = 'as ordered' | 'mismatched' | 'foreign';

/** A client can change what the window is opened with. */
export function judgeAgreement(payment: Payment, { isOurs, total }: Agreement): AgreementVerdict {
  if (!isOurs) return 'foreign';
  const ordered = { amountMinor: payment.amount, currency: payment.currency };
  return isSameMoney(total, ordered) ? 'as ordered' : 'mismatched';
}
