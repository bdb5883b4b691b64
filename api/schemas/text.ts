/**
 * Free text as it may enter: bounded, not blank, and without what no database or log can keep (control
 * characters, halves of surrogate pairs). Card numbers are looked for in the whole body at once.
 */
import { z } from '@hono/zod-openapi';

/** Unicode mode: the last range then means lone surrogates only. */
const PRINTABLE = /^(?=.*\S)[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;

export function freeText(maxLength: number): z.ZodString {
  return z.string().min(1).max(maxLength).regex(PRINTABLE);
}
