/**
 * What each error of closing a virtual account means. Only `not_waiting` says something certain: that asking tells more.
 * Everything else leaves the account as open as it may be.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { CLOSE_UNION } from './sources.ts';

/** Every `type` of the document's `CloseVirtualAccountError`, so that a new one is met by a test first. */
export const CLOSE_ERRORS: ErrorTable<'not_waiting' | 'unknown'> = {
  ...rows('not_waiting', CLOSE_UNION, ['PAYMENT_NOT_WAITING_FOR_DEPOSIT']),
  ...rows('unknown', CLOSE_UNION, [
    'PG_PROVIDER',
    // Against what we have just read there.
    'PAYMENT_NOT_FOUND',
    // Our request, secret or store.
    'INVALID_REQUEST',
    'UNAUTHORIZED',
    'FORBIDDEN',
  ]),
};
