/**
 * Ends an HTTP server without failing a request. First each answer closes its connection, so that clients go elsewhere,
 * while what is on its way is still taken; then nothing more is taken, and those in flight have their answer. Without
 * it a connection that is kept alive keeps the process, and one that is cut while idle may have a request on its way.
 */
import { Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Ends sooner when nobody is connected. */
const DRAIN_MS = 2_000;
const LOOK_AGAIN_MS = 20;

/** Call it before the server listens. The answer closes the server; it resolves when the last request is answered. */
export function closingGently(server: object): () => Promise<void> {
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
    await drained(server);
    await server[Symbol.asyncDispose]();
  };
}

async function drained(server: Server): Promise<void> {
  const countConnections = promisify(server.getConnections.bind(server));
  const until = Date.now() + DRAIN_MS;
  while (Date.now() < until && (await countConnections()) > 0) await delay(LOOK_AGAIN_MS);
}
