/** The app behind a real socket, with what Node is to refuse before the app hears of it. */
import { createAdaptorServer } from '@hono/node-server';
import type { createApp } from './app.ts';

/** A client that sends slowly holds a socket, and nothing else, for this long at most. */
const OPTIONS = { headersTimeout: 10_000, requestTimeout: 20_000 };

export function createHttpServer(app: ReturnType<typeof createApp>): ReturnType<typeof createAdaptorServer> {
  return createAdaptorServer({ fetch: app.fetch, serverOptions: OPTIONS });
}
