/**
 * Refusals of a cancellation after which it is certain that this request has changed nothing, in the words of Toss
 * Payments (docs.tosspayments.com/reference/error-codes, cancel errors, less the temporary, the internal and the
 * "already" ones). Shared, since PortOne passes them on from the Toss behind it (`pgCode` of PG_PROVIDER).
 */
export const CERTAIN_CANCEL_REFUSALS = [
  'NOT_MATCHES_REFUNDABLE_AMOUNT',
  'REFUND_REJECTED',
  'INVALID_REFUND_ACCOUNT_INFO',
  'INVALID_REFUND_ACCOUNT_NUMBER',
  'INVALID_BANK',
  'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT',
  'FORBIDDEN_BANK_REFUND_REQUEST',
  'NOT_CANCELABLE_AMOUNT',
  'NOT_CANCELABLE_PAYMENT',
  'NOT_ALLOWED_PARTIAL_REFUND',
  'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT',
  'EXCEED_MAX_REFUND_DUE',
  'EXCEED_CANCEL_LIMIT',
  'NOT_AVAILABLE_BANK',
  'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER',
] as const;
