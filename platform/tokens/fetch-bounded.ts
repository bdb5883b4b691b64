/** `fetch` for key sets: an issuer that misbehaves must not fill the memory of this process. */
const MAX_KEY_SET_BYTES = 256 * 1024;

export async function fetchBounded(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of response.body ?? []) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > MAX_KEY_SET_BYTES) throw new Error('The key set is too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers });
}
