/** What each error of a look-up means: nothing there, in the gateway's own words, or no answer at all. */
import { type ErrorTable, rows } from '../classify.ts';
import { fillIn } from './fill-in.ts';
import { ERRORS_PAGE } from './sources.ts';

export type RetrieveVerdict =
  | 'nothing_there'
  /** Its own trouble. */
  | 'temporary'
  /** Our keys, our contract or our request: it must free no payment. */
  | 'ours_to_mend';

export const RETRIEVE_ERRORS: ErrorTable<RetrieveVerdict> = {
  ...rows('nothing_there', ERRORS_PAGE, fillIn('the codes for "no such payment"', [])),
  ...rows('temporary', ERRORS_PAGE, fillIn('the codes for trouble of its own', [])),
  ...rows('ours_to_mend', ERRORS_PAGE, fillIn('the codes for a wrong key, contract or request', [])),
};
