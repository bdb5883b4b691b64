/**
 * Reads a JSON body, and never more of it than the limit, whatever Content-Length claims.
 * Throws Problems: BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_JSON; INVALID_REQUEST for a name given twice.
 */
import { Problem } from '../problem.ts';
import { findDuplicateNames } from './find-duplicate-names.ts';
import { readBytes } from './read-bytes.ts';
import { invalid } from './read-request.ts';

/** Without Content-Type parameters but charset=utf-8, and uncompressed: nothing is guessed. */
const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

export async function readJsonBody(request: Request, limitBytes: number): Promise<unknown> {
  if (!JSON_MEDIA_TYPE.test(request.headers.get('content-type') ?? ''))
    throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  const bytes = await readBytes(request, limitBytes);
  const { text, value } = parse(bytes);
  const faults = findDuplicateNames(text);
  if (faults.length > 0) throw invalid(faults);
  return value;
}

function parse(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch (cause) {
    throw new Problem('MALFORMED_JSON', { cause });
  }
}
