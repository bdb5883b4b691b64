/**
 * Why an attempt failed: the codes of Toss Payments, which PortOne passes on as `failure.pgCode` too → our words. What is
 * not listed is OTHER: whether the attempt has failed is not for this table to say.
 */
import type { DeclineReason } from '../../domain/declines.ts';
import { type ErrorTable, lookUp, rows } from './classify.ts';
import { CONFIRM_LIST, EVERY_CODE } from './toss/sources.ts';

export const DECLINE_REASONS_BY_PG_CODE: ErrorTable<DeclineReason> = {
  ...rows('CARD_DECLINED', CONFIRM_LIST, ['REJECT_CARD_COMPANY', 'INVALID_REJECT_CARD']),
  // "한도초과 혹은 잔액부족": limit or balance, the gateway does not tell which; limit is named first.
  ...rows('LIMIT_EXCEEDED', CONFIRM_LIST, ['REJECT_CARD_PAYMENT']),
  ...rows('INSUFFICIENT_FUNDS', CONFIRM_LIST, ['REJECT_ACCOUNT_PAYMENT']),
  ...rows('LIMIT_EXCEEDED', CONFIRM_LIST, [
    'EXCEED_MAX_DAILY_PAYMENT_COUNT',
    'EXCEED_MAX_PAYMENT_AMOUNT',
    'EXCEED_MAX_AMOUNT',
    'EXCEED_MAX_ONE_DAY_AMOUNT',
    'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT',
    'EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT',
  ]),
  ...rows('CARD_EXPIRED', CONFIRM_LIST, ['INVALID_CARD_EXPIRATION']),
  ...rows('CARD_INVALID', CONFIRM_LIST, ['INVALID_CARD_NUMBER']),
  ...rows('CARD_LOST_OR_STOPPED', CONFIRM_LIST, ['INVALID_STOPPED_CARD', 'INVALID_CARD_LOST_OR_STOLEN']),
  ...rows('SUSPECTED_FRAUD', CONFIRM_LIST, ['FDS_ERROR']),
  ...rows('CUSTOMER_CANCELLED', EVERY_CODE, ['PAY_PROCESS_CANCELED']),
};

export function declineReasonOf(pgCode: string | null | undefined): DeclineReason {
  return lookUp(DECLINE_REASONS_BY_PG_CODE, pgCode)?.verdict ?? 'OTHER';
}
