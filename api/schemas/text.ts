/**
 * Free text as it may enter: bounded, not blank, and without what no database or log can keep (control
 * characters, halves of surrogate pairs). Card numbers are looked for in the whole body at once.
 */
import { z } from '@hono/zod-openapi';

/** Unicode mode: the last range then means lone surrogates only. */
// oxlint-disable-next-line no-control-regex -- refusing them is what it is for
const PRINTABLE = /^(?=.*\S)[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;

/** The same for the document, in what every engine of patterns knows: no look-ahead, no surrogates, no flag. */
export const DOCUMENTED_TEXT = String.raw`^[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$`;

export function freeText(maxLength: number): z.ZodString {
  return z.string().min(1).max(maxLength).regex(PRINTABLE).openapi({ pattern: DOCUMENTED_TEXT });
}
