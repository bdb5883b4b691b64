/**
 * What each error of a cancellation means, by its `type`. `refused` is the white list of rule 1: this request has changed
 * nothing; an earlier one may have, so `gateway-cancel` reads back after every refusal. HTTP numbers decide nothing: a
 * gateway's plain refusal arrives as a 502.
 */
import { CERTAIN_CANCEL_REFUSALS } from '../cancel-refusals.ts';
import { type ErrorTable, lookUp, rows } from '../classify.ts';
import { CANCEL_LIST } from '../toss/sources.ts';
import { CANCEL_UNION, IDEMPOTENCY_PAGE } from './sources.ts';

export type CancelVerdict =
  | 'refused'
  /** The gateway behind PortOne said no: its own code tells, by the table below. */
  | 'by_pg_code'
  /** The first request with this key still runs. */
  | 'pending'
  /** Against what we know: our store or secret may be wrong, and that must end no cancellation. */
  | 'ours_to_mend';

export const CANCEL_ERRORS: ErrorTable<CancelVerdict> = {
  ...rows('refused', CANCEL_UNION, [
    'INVALID_REQUEST',
    'NEGATIVE_PROMOTION_ADJUSTED_CANCEL_AMOUNT',
    'PROMOTION_DISCOUNT_RETAIN_OPTION_SHOULD_NOT_BE_CHANGED',
    'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
    'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
    'CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT',
    'CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT',
    'SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT',
    'MAX_CANCEL_COUNT_REACHED',
  ]),
  // Perhaps by this very request, an earlier time: no proof that it was ours, nor that it was not.
  ...rows('refused', CANCEL_UNION, ['PAYMENT_ALREADY_CANCELLED']),
  ...rows('by_pg_code', CANCEL_UNION, ['PG_PROVIDER']),
  ...rows('pending', IDEMPOTENCY_PAGE, ['IDEMPOTENCY_OUTSTANDING_REQUEST']),
  ...rows('ours_to_mend', CANCEL_UNION, [
    'PAYMENT_NOT_FOUND',
    'PAYMENT_NOT_PAID',
    'UNAUTHORIZED',
    'FORBIDDEN',
  ]),
};

/** The refusals of the gateways behind PortOne (`pgCode` of PG_PROVIDER) that are certain. */
export const PG_REFUSALS: ErrorTable<'refused'> = rows('refused', CANCEL_LIST, CERTAIN_CANCEL_REFUSALS);

export function isCertainRefusal(type: string, pgCode: string | undefined): boolean {
  const verdict = lookUp(CANCEL_ERRORS, type)?.verdict;
  return (verdict === 'by_pg_code' ? lookUp(PG_REFUSALS, pgCode)?.verdict : verdict) === 'refused';
}
