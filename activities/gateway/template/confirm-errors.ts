/**
 * What each error of a confirmation means for the money. `declined` is the white list of rule 1: after these it is
 * certain that this transaction has moved nothing and never will. Everything else is asked.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { fillIn } from './fill-in.ts';
import { ERRORS_PAGE } from './sources.ts';

export type ConfirmVerdict =
  | 'declined'
  /** The first request with this key still runs. */
  | 'pending'
  /** Its own trouble, of which it cannot be told whether it came before the effect. */
  | 'temporary'
  /** Our keys, our contract or our request: it must fail no payment. */
  | 'ours_to_mend';

export const CONFIRM_ERRORS: ErrorTable<ConfirmVerdict> = {
  ...rows('declined', ERRORS_PAGE, fillIn('the codes after which this transaction never moves money', [])),
  ...rows('pending', ERRORS_PAGE, fillIn('the code of a key whose first request still runs', [])),
  ...rows('temporary', ERRORS_PAGE, fillIn('the codes for trouble of its own', [])),
  ...rows('ours_to_mend', ERRORS_PAGE, fillIn('the codes for a wrong key, contract or request', [])),
};
