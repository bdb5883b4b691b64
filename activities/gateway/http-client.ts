/**
 * One HTTP call to a gateway, never repeated here: what became of it is an answer, or one of our words for why there
 * is none. Follows no redirect (the secret would travel along) and reads no more than it needs.
 */
import type { UnknownWhy } from '../../domain/gateway-port.ts';
import { readRetryAfter } from './retry-after.ts';

const MAX_BODY_BYTES = 1_048_576;

export type GatewayRequest = {
  readonly method: 'GET' | 'POST';
  /** From the API's root; ids in it are encoded by the caller. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly timeoutMs: number;
};

export type GatewayReply =
  /** `body` is undefined when it was not JSON, or larger than any answer could be. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      /** When it wants to be asked again, where it says so. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'none'; readonly why: Extract<UnknownWhy, 'timeout' | 'connection'> };

export type GatewayClient = (request: GatewayRequest, signal: AbortSignal) => Promise<GatewayReply>;

/** How one gateway wants to be spoken to. */
export type GatewayAccess = {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The whole header, secret included. */
  readonly authorization: () => string;
  /** The form in which a key travels. */
  readonly idempotencyKey: (key: string) => string;
};

export function createGatewayClient(access: GatewayAccess): GatewayClient {
  return async (request, signal) => {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const prepared = prepare(access, request);
    try {
      const response = await fetch(prepared, { signal: AbortSignal.any([signal, timeout]) });
      const text = await readBounded(response);
      const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now());
      return {
        kind: 'answer',
        status: response.status,
        body: text === undefined ? undefined : parseJson(text),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      };
    } catch {
      // The caller's own wish to stop is the caller's business; everything else is not knowing.
      signal.throwIfAborted();
      return { kind: 'none', why: timeout.aborted ? 'timeout' : 'connection' };
    }
  };
}

/** Apart from the sending, so that a mistake of ours (an address, a header) is not taken for a bad connection. */
function prepare(access: GatewayAccess, request: GatewayRequest): Request {
  return new Request(`${access.apiUrl}${request.path}`, {
    method: request.method,
    redirect: 'manual',
    headers: headersOf(access, request),
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  });
}

function headersOf(access: GatewayAccess, { body, idempotencyKey }: GatewayRequest): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: access.authorization(),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': access.idempotencyKey(idempotencyKey) }),
  };
}

/** Undefined when the body is larger than any answer we could make sense of. */
async function readBounded(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream and with it the connection.
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
