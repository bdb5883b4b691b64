/**
 * The parts of the gateway's answers that are used, and nothing more: a field that we do not read must not be able to
 * make an answer unreadable.
 */
import { z } from 'zod';
import { fillIn } from './fill-in.ts';

export const errorSchema = fillIn(
  'where an error has its code and its words',
  z.object({ code: z.string(), message: z.string().nullish() }),
);
