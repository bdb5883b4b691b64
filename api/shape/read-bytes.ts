/** Reads a body, and never more of it than the limit, whatever Content-Length claims. Throws BODY_TOO_LARGE. */
import { Problem } from '../problem.ts';

export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const tooLarge = new Problem('BODY_TOO_LARGE', { params: { limitBytes } });
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of request.body ?? []) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > limitBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
