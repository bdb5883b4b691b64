/**
 * Why an attempt failed: the codes of Toss Payments (docs.tosspayments.com/reference/error-codes), which PortOne
 * passes on as `failure.pgCode` too → our words. What is not listed is OTHER: whether the attempt has failed is not
 * for this table to say.
 */
import type { DeclineReason } from '../../domain/declines.ts';
import { lookUp } from './classify.ts';

export const DECLINE_REASON_BY_PG_CODE: Readonly<Record<string, DeclineReason>> = {
  REJECT_CARD_COMPANY: 'CARD_DECLINED',
  INVALID_REJECT_CARD: 'CARD_DECLINED',
  // "한도초과 혹은 잔액부족": limit or balance, the gateway does not tell which; limit is named first.
  REJECT_CARD_PAYMENT: 'LIMIT_EXCEEDED',
  REJECT_ACCOUNT_PAYMENT: 'INSUFFICIENT_FUNDS',
  EXCEED_MAX_DAILY_PAYMENT_COUNT: 'LIMIT_EXCEEDED',
  EXCEED_MAX_PAYMENT_AMOUNT: 'LIMIT_EXCEEDED',
  EXCEED_MAX_AMOUNT: 'LIMIT_EXCEEDED',
  EXCEED_MAX_ONE_DAY_AMOUNT: 'LIMIT_EXCEEDED',
  EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT: 'LIMIT_EXCEEDED',
  EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT: 'LIMIT_EXCEEDED',
  INVALID_CARD_EXPIRATION: 'CARD_EXPIRED',
  INVALID_CARD_NUMBER: 'CARD_INVALID',
  INVALID_STOPPED_CARD: 'CARD_LOST_OR_STOPPED',
  INVALID_CARD_LOST_OR_STOLEN: 'CARD_LOST_OR_STOPPED',
  FDS_ERROR: 'SUSPECTED_FRAUD',
  PAY_PROCESS_CANCELED: 'CUSTOMER_CANCELLED',
};

export function declineReasonOf(pgCode: string | null | undefined): DeclineReason {
  return lookUp(DECLINE_REASON_BY_PG_CODE, pgCode) ?? 'OTHER';
}
