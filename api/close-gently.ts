/**
 * Ends an HTTP server without failing a request. While `drainMs` pass, whatever balances the load notices that this
 * process is not ready; what it still sends is taken, and each answer closes its connection. Then nothing more is
 * taken, and those in flight have their answer. A request that is sent on after that can be lost: the system resets
 * connections that it has made and nobody has accepted, and an idle one is closed just when a request is on its way.
 */
import { Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Call it before the server listens. The answer closes the server; it resolves when the last request is answered. */
export function closingGently(server: object, drainMs: number): () => Promise<void> {
  if (!(server instanceof Server)) throw new Error('only an HTTP/1.1 server is closed this way');
  const inFlight = new Set<ServerResponse>();
  let isClosing = false;
  // Before the application's own listener, which may answer at once.
  server.prependListener('request', (_, response: ServerResponse) => {
    if (isClosing) response.shouldKeepAlive = false;
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
  });
  return async () => {
    isClosing = true;
    for (const response of inFlight) response.shouldKeepAlive = false;
    await delay(drainMs);
    await server[Symbol.asyncDispose]();
  };
}
