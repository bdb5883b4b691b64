/** Why a gateway refused a payment, in words that do not change when the gateway's do. */
export const DECLINE_REASONS = [
  'CARD_DECLINED',
  'INSUFFICIENT_FUNDS',
  'LIMIT_EXCEEDED',
  'CARD_EXPIRED',
  'CARD_INVALID',
  'CARD_LOST_OR_STOPPED',
  'CUSTOMER_CANCELLED',
  'SUSPECTED_FRAUD',
  'OTHER',
] as const;

export type DeclineReason = (typeof DECLINE_REASONS)[number];
