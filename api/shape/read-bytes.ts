/**
 * Reads a body, and never more of it than the limit, whatever Content-Length claims. Throws BODY_TOO_LARGE, and
 * INVALID_REQUEST for one that breaks off: whoever hangs up while sending is no fault of ours.
 */
import { Problem } from '../problem.ts';

export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const tooLarge = new Problem('BODY_TOO_LARGE', { params: { limitBytes } });
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of untilBroken(request)) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > limitBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* untilBroken({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (cause) {
    throw new Problem('INVALID_REQUEST', { cause });
  }
}
