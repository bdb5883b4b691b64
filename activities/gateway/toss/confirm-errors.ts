/**
 * What each error of a confirmation means for the money. `declined` is the white list of rule 1: after these it is
 * certain that this transaction has moved nothing and never will. Everything else is asked or read back.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { CONFIRM_LIST, EVERY_CODE, IDEMPOTENCY_PAGE } from './sources.ts';

export type ConfirmVerdict =
  | 'declined'
  /** Perhaps by this very request, an earlier time: read back. */
  | 'already_done'
  /** The transaction is over, or was never this order's: read back. */
  | 'nothing_there'
  /** The first request with this key still runs. */
  | 'pending'
  /** Its own trouble, of which it cannot be told whether it came before the effect. */
  | 'temporary'
  /** Our keys, our contract or our request: it must fail no payment. */
  | 'ours_to_mend';

export const CONFIRM_ERRORS: ErrorTable<ConfirmVerdict> = {
  // By the issuer, the bank or Toss, of this customer's means.
  ...rows('declined', CONFIRM_LIST, [
    'INVALID_REJECT_CARD',
    'INVALID_STOPPED_CARD',
    'INVALID_CARD_EXPIRATION',
    'INVALID_CARD_NUMBER',
    'INVALID_CARD_LOST_OR_STOLEN',
    'INVALID_CARD_INSTALLMENT_PLAN',
    'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT',
    'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN',
    'EXCEED_MAX_CARD_INSTALLMENT_PLAN',
    'NOT_ALLOWED_POINT_USE',
    'EXCEED_MAX_DAILY_PAYMENT_COUNT',
    'EXCEED_MAX_PAYMENT_AMOUNT',
    'EXCEED_MAX_AMOUNT',
    'EXCEED_MAX_ONE_DAY_AMOUNT',
    'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
    'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT',
    'EXCEED_MAX_AUTH_COUNT',
    'BELOW_MINIMUM_AMOUNT',
    'REJECT_ACCOUNT_PAYMENT',
    'REJECT_CARD_PAYMENT',
    'REJECT_CARD_COMPANY',
    'REJECT_TOSSPAY_INVALID_ACCOUNT',
    'INVALID_ACCOUNT_INFO_RE_REGISTER',
    'RESTRICTED_TRANSFER_ACCOUNT',
    'INVALID_PASSWORD',
    'FDS_ERROR',
  ]),
  ...rows('already_done', CONFIRM_LIST, ['ALREADY_PROCESSED_PAYMENT']),
  ...rows('already_done', EVERY_CODE, ['ALREADY_COMPLETED_PAYMENT', 'DUPLICATED_ORDER_ID']),
  // Ten minutes after the customer agreed, or with another order's key.
  ...rows('nothing_there', CONFIRM_LIST, [
    'NOT_FOUND_PAYMENT',
    'NOT_FOUND_PAYMENT_SESSION',
    'UNAPPROVED_ORDER_ID',
  ]),
  ...rows('nothing_there', EVERY_CODE, [
    'INVALID_PAYMENT_KEY',
    'PAY_PROCESS_CANCELED',
    'PAY_PROCESS_ABORTED',
  ]),
  ...rows('pending', IDEMPOTENCY_PAGE, ['IDEMPOTENT_REQUEST_PROCESSING']),
  // HTTP 400, and temporary by its own words.
  ...rows('temporary', CONFIRM_LIST, ['PROVIDER_ERROR', 'CARD_PROCESSING_ERROR', 'NOT_AVAILABLE_BANK']),
  ...rows('temporary', CONFIRM_LIST, [
    'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
    'FAILED_INTERNAL_SYSTEM_PROCESSING',
    'UNKNOWN_PAYMENT_ERROR',
  ]),
  ...rows('temporary', EVERY_CODE, [
    'COMMON_ERROR',
    'MAINTAINED_METHOD',
    'FORBIDDEN_CONSECUTIVE_REQUEST',
    'DUPLICATED_REQUEST',
  ]),
  ...rows('ours_to_mend', CONFIRM_LIST, [
    'INVALID_REQUEST',
    'INVALID_API_KEY',
    'UNAUTHORIZED_KEY',
    'FORBIDDEN_REQUEST',
    'INCORRECT_BASIC_AUTH_FORMAT',
    'INVALID_AUTHORIZE_AUTH',
    'NOT_FOUND_TERMINAL_ID',
    'INVALID_UNREGISTERED_SUBMALL',
    'NOT_REGISTERED_BUSINESS',
  ]),
  ...rows('ours_to_mend', IDEMPOTENCY_PAGE, ['INVALID_IDEMPOTENCY_KEY']),
};
