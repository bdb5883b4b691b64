/** Every shape that a payment's history can have this far. A new branch in the workflow brings a new shape here. */
import { ACCOUNTS } from './shapes/accounts.ts';
import { CANCELLED } from './shapes/cancelled.ts';
import { COMPLETED } from './shapes/completed.ts';
import { CONFIRMED } from './shapes/confirmed.ts';
import { OPENED } from './shapes/opened.ts';
import { OPERATED } from './shapes/operated.ts';
import { SLOW_DATABASE } from './shapes/slow-database.ts';
import { TOLD } from './shapes/told.ts';
import { UNKNOWN } from './shapes/unknown.ts';

export const SHAPES = [
  ...COMPLETED,
  ...CONFIRMED,
  ...CANCELLED,
  ...UNKNOWN,
  ...SLOW_DATABASE,
  ...OPENED,
  ...TOLD,
  ...ACCOUNTS,
  ...OPERATED,
];
