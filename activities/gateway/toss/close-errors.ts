/**
 * What each error of ending a virtual account means. It is ended by cancelling all of it before the deposit, and without
 * an account to refund to, so that Toss refuses when money has come in meanwhile: by which code is nowhere said, so
 * every one that speaks of the refund, or of what cannot be cancelled, only sends us to ask.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { CANCEL_ERRORS } from './cancel-errors.ts';
import { CANCEL_LIST } from './sources.ts';

export type CloseVerdict = 'not_waiting' | 'unknown';

const NOT_WAITING = [
  'ALREADY_CANCELED_PAYMENT',
  'ALREADY_REFUND_PAYMENT',
  'NOT_CANCELABLE_PAYMENT',
  'NOT_CANCELABLE_AMOUNT',
  'REFUND_REJECTED',
  'INVALID_REFUND_ACCOUNT_INFO',
  'INVALID_REFUND_ACCOUNT_NUMBER',
  'INVALID_BANK',
] as const;

export const CLOSE_ERRORS: ErrorTable<CloseVerdict> = {
  // Every other code of a cancellation says nothing certain about the account.
  ...Object.fromEntries(
    Object.entries(CANCEL_ERRORS).map(([code, { source }]) => [
      code,
      { verdict: 'unknown' as const, source },
    ]),
  ),
  ...rows('not_waiting', CANCEL_LIST, NOT_WAITING),
};
