/**
 * What each error of a cancellation means. `refused` is the white list: this request has changed nothing; an earlier
 * one may have, so `gateway-cancel` reads back after every refusal.
 */
import { type ErrorTable, rows } from '../classify.ts';
import { fillIn } from './fill-in.ts';
import { ERRORS_PAGE } from './sources.ts';

export type CancelVerdict =
  | 'refused'
  /** The first request with this key still runs, or another cancellation does. */
  | 'pending'
  /** Its own trouble, of which it cannot be told whether it came before the effect. */
  | 'temporary'
  /** Our keys, our contract or our request: it must end no cancellation. */
  | 'ours_to_mend';

export const CANCEL_ERRORS: ErrorTable<CancelVerdict> = {
  ...rows('refused', ERRORS_PAGE, fillIn('the codes after which nothing has been given back', [])),
  ...rows('pending', ERRORS_PAGE, fillIn('the codes of a request that still runs', [])),
  ...rows('temporary', ERRORS_PAGE, fillIn('the codes for trouble of its own', [])),
  ...rows('ours_to_mend', ERRORS_PAGE, fillIn('the codes for a wrong key, contract or request', [])),
};
