/** The whole table. A further method or gateway is further rows here. */
import type { Row } from '../support/row.ts';
import { CANCEL_AGAINST_THE_REST } from './cancel-against-the-rest.ts';
import { COMPENSATION_ASKS_FIRST } from './compensation-asks-first.ts';
import { LATE_MONEY_GOES_BACK } from './late-money-goes-back.ts';
import { NOTHING_IS_FORGOTTEN } from './nothing-is-forgotten.ts';
import { ONE_CANCELLATION_AT_A_TIME } from './one-cancellation-at-a-time.ts';
import { ONE_TRANSACTION_ONCE } from './one-transaction-once.ts';
import { ONLY_THE_GATEWAY_IS_BELIEVED } from './only-the-gateway-is-believed.ts';
import { UNKNOWN_IS_NOT_FAILED } from './unknown-is-not-failed.ts';
import { VIRTUAL_ACCOUNTS } from './virtual-accounts.ts';

/** Those that wait for a client's whole 8 s come first: the others fill the time. */
export const ROWS: readonly Row[] = [
  ...NOTHING_IS_FORGOTTEN,
  ...CANCEL_AGAINST_THE_REST,
  ...VIRTUAL_ACCOUNTS,
  ...UNKNOWN_IS_NOT_FAILED,
  ...ONLY_THE_GATEWAY_IS_BELIEVED,
  ...LATE_MONEY_GOES_BACK,
  ...COMPENSATION_ASKS_FIRST,
  ...ONE_CANCELLATION_AT_A_TIME,
  ...ONE_TRANSACTION_ONCE,
];
