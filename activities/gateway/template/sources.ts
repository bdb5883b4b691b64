/** Where the meaning of a code is written, for the tables beside this file. */
import { fillIn } from './fill-in.ts';

export const ERRORS_PAGE = fillIn('the address of the page that lists the errors', 'nowhere yet');
