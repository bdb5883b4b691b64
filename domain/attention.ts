/** Why a person must look at a payment: a field of its own beside the state, and a search attribute. */
export const ATTENTION_REASONS = [
  'GATEWAY_SILENT',
  'CANCELLATION_UNSETTLED',
  'RECORDING_BLOCKED',
  'AMOUNT_MISMATCH',
  'FOREIGN_TRANSACTION',
  'UNRECORDABLE',
  'GATEWAY_CONTRADICTS',
  'REFUND_ACCOUNT_NEEDED',
  'CANCEL_REQUESTED_IN_UI',
] as const;

export type AttentionReason = (typeof ATTENTION_REASONS)[number];
