/** What each error of a look-up means: nothing there, in PortOne's own words, or no answer at all. */
import { type ErrorTable, rows } from '../classify.ts';
import { RETRIEVE_UNION } from './sources.ts';

export type RetrieveVerdict =
  | 'nothing_there'
  /** Our store, our secret or our request: it must free no payment. */
  | 'ours_to_mend';

export const RETRIEVE_ERRORS: ErrorTable<RetrieveVerdict> = {
  ...rows('nothing_there', RETRIEVE_UNION, ['PAYMENT_NOT_FOUND']),
  ...rows('ours_to_mend', RETRIEVE_UNION, ['INVALID_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN']),
};
