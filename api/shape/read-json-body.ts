/**
 * Reads a JSON body, and never more of it than the limit, whatever Content-Length claims.
 * Throws Problems: BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_JSON.
 */
import { Problem } from '../problem.ts';
import { readBytes } from './read-bytes.ts';

/** Without Content-Type parameters but charset=utf-8, and uncompressed: nothing is guessed. */
const JSON_MEDIA_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

export async function readJsonBody(request: Request, limitBytes: number): Promise<unknown> {
  if (!JSON_MEDIA_TYPE.test(request.headers.get('content-type') ?? ''))
    throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  const bytes = await readBytes(request, limitBytes);
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return parsed;
  } catch (cause) {
    throw new Problem('MALFORMED_JSON', { cause });
  }
}
