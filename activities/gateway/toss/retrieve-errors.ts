/** What each error of a look-up means: nothing there, in Toss's own words, or no answer at all. */
import { type ErrorTable, rows } from '../classify.ts';
import { EVERY_CODE, RETRIEVE_LIST } from './sources.ts';

export type RetrieveVerdict = 'nothing_there' | 'temporary' | 'ours_to_mend';

export const RETRIEVE_ERRORS: ErrorTable<RetrieveVerdict> = {
  ...rows('nothing_there', RETRIEVE_LIST, ['NOT_FOUND_PAYMENT']),
  ...rows('nothing_there', EVERY_CODE, ['INVALID_PAYMENT_KEY']),
  ...rows('temporary', RETRIEVE_LIST, ['FORBIDDEN_CONSECUTIVE_REQUEST', 'FAILED_INTERNAL_SYSTEM_PROCESSING']),
  ...rows('temporary', EVERY_CODE, ['COMMON_ERROR', 'PROVIDER_ERROR']),
  ...rows('ours_to_mend', RETRIEVE_LIST, [
    'INVALID_REQUEST',
    'UNAUTHORIZED_KEY',
    'INCORRECT_BASIC_AUTH_FORMAT',
    'FORBIDDEN_REQUEST',
  ]),
  // Also what a wrong address answers.
  ...rows('ours_to_mend', EVERY_CODE, ['INVALID_API_KEY', 'INVALID_ORDER_ID', 'NOT_FOUND']),
};
