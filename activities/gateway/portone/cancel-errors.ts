/**
 * The white list of rule 1 for cancellations: the `type`s of PortOne's error answers after which it is certain that
 * this request has changed nothing. Everything else, listed as such or not, is read back. HTTP numbers decide
 * nothing: a gateway's plain refusal arrives as a 502.
 */

import { CERTAIN_CANCEL_REFUSALS } from '../cancel-refusals.ts';
import { lookUp } from '../classify.ts';

/** Every `type` of the document's `CancelPaymentError`, so that a new one is met by a test and not by a payment. */
export const CANCEL_ERRORS: Readonly<Record<string, 'refused' | 'by_pg_code' | 'unknown'>> = {
  INVALID_REQUEST: 'refused',
  NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT: 'refused',
  PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED: 'refused',
  CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN: 'refused',
  CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT: 'refused',
  CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT: 'refused',
  CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT: 'refused',
  SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT: 'refused',
  MAX_CANCEL_COUNT_REACHED: 'refused',
  PG_PROVIDER: 'by_pg_code',
  // Perhaps by this very request, an earlier time: `gateway-cancel` reads back after every refusal.
  PAYMENT_ALREADY_CANCELLED: 'refused',
  // Against what we know: our store or secret may be wrong, and that must end no cancellation.
  PAYMENT_NOT_FOUND: 'unknown',
  PAYMENT_NOT_PAID: 'unknown',
  UNAUTHORIZED: 'unknown',
  FORBIDDEN: 'unknown',
};

/** The refusals of the gateways behind PortOne (`pgCode` of PG_PROVIDER) that are certain. */
export const CERTAIN_PG_REFUSALS: ReadonlySet<string> = new Set(CERTAIN_CANCEL_REFUSALS);

export function isCertainRefusal(type: string, pgCode: string | undefined): boolean {
  const verdict = lookUp(CANCEL_ERRORS, type);
  if (verdict === 'by_pg_code') return pgCode !== undefined && CERTAIN_PG_REFUSALS.has(pgCode);
  return verdict === 'refused';
}
