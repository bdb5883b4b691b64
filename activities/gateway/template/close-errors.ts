/**
 * What each error of ending a virtual account means. Only `not_waiting` says something certain: that asking tells more.
 * Everything else leaves the account as open as it may be.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { fillIn } from './fill-in.ts';
import { ERRORS_PAGE } from './sources.ts';

export type CloseVerdict = 'not_waiting';

export const CLOSE_ERRORS: ErrorTable<CloseVerdict> = rows(
  'not_waiting',
  ERRORS_PAGE,
  fillIn('the codes of an account that does not wait for a deposit (any more)', []),
);
