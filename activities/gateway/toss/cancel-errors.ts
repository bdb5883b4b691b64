/**
 * What each error of a cancellation means. `refused` is the white list: this request has changed nothing; an earlier
 * one may have, so `gateway-cancel` reads back after every refusal.
 */
import { CERTAIN_CANCEL_REFUSALS } from '../cancel-refusals.ts';
import { type ErrorTable, rows } from '../classify.ts';
import { CANCEL_LIST, EVERY_CODE, IDEMPOTENCY_PAGE } from './sources.ts';

export type CancelVerdict =
  | 'refused'
  /** The first request with this key still runs, or another cancellation does. */
  | 'pending'
  /** Its own trouble, of which it cannot be told whether it came before the effect. */
  | 'temporary'
  /** Our keys, our contract or our request: it must end no cancellation. */
  | 'ours_to_mend';

export const CANCEL_ERRORS: ErrorTable<CancelVerdict> = {
  ...rows('refused', CANCEL_LIST, CERTAIN_CANCEL_REFUSALS),
  // Perhaps by this very request, an earlier time: no proof that it was ours, nor that it was not.
  ...rows('refused', CANCEL_LIST, ['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT']),
  ...rows('refused', EVERY_CODE, [
    'INVALID_REFUND_AMOUNT',
    'EXCEED_MAX_REFUND_AMOUNT',
    'NOT_ALLOWED_REFUND_BANK',
    'NOT_SUPPORTED_REFUND',
  ]),
  ...rows('pending', IDEMPOTENCY_PAGE, ['IDEMPOTENT_REQUEST_PROCESSING']),
  ...rows('pending', EVERY_CODE, ['ALREADY_REFUNDING_PAYMENT']),
  // HTTP 400 and 403, and temporary by their own words.
  ...rows('temporary', CANCEL_LIST, ['PROVIDER_ERROR', 'FORBIDDEN_CONSECUTIVE_REQUEST']),
  ...rows('temporary', CANCEL_LIST, [
    'FAILED_INTERNAL_SYSTEM_PROCESSING',
    'FAILED_REFUND_PROCESS',
    'FAILED_METHOD_HANDLING_CANCEL',
    'FAILED_PARTIAL_REFUND',
    'COMMON_ERROR',
  ]),
  ...rows('ours_to_mend', CANCEL_LIST, [
    'INVALID_REQUEST',
    'UNAUTHORIZED_KEY',
    'INCORRECT_BASIC_AUTH_FORMAT',
    'FORBIDDEN_REQUEST',
    // Against what we have just read there.
    'NOT_FOUND_PAYMENT',
  ]),
  ...rows('ours_to_mend', EVERY_CODE, ['INVALID_API_KEY']),
  ...rows('ours_to_mend', IDEMPOTENCY_PAGE, ['INVALID_IDEMPOTENCY_KEY']),
};
