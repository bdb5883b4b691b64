/**
 * The payment gateway simulator as a real HTTP server: books and journal inside, the dialects of PortOne and Toss
 * Payments, their payment windows and the control endpoint outside. Tests start it in their own process, the sandbox in one of its own.
 */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { checkoutRoutes } from './checkout/routes.ts';
import { controlRoutes } from './control/routes.ts';
import { createDeliver } from './deliver.ts';
import { createFaultBook, type FaultBook } from './faults.ts';
import { openIdempotencyKeys, PORTONE_KEEPS_MS, TOSS_KEEPS_MS } from './idempotency.ts';
import { type Journal, openJournal } from './journal.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { portOneRoutes } from './portone/routes.ts';
import { type Channel, portOneWindow } from './portone/window.ts';
import { tossRoutes } from './toss/routes.ts';
import { SANDBOX_TOSS_STORE, type TossStore } from './toss/store.ts';
import { tossWindow } from './toss/window.ts';
import { openPostOffice, overheard, type WebhookOptions } from './webhooks/post-office.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export type SimulatorOptions = Channel & {
  host?: string;
  /** 0 takes a free one. */
  port: number;
  /** Where the journal is kept; an existing one is gone on with. */
  dataDir: string;
  apiSecret: string;
  /** The shop at Toss Payments; left out, one with keys that anybody may know. */
  toss?: TossStore;
  /** Where webhooks are sent to; left out: nowhere. */
  webhooks?: WebhookOptions | undefined;
};

export type Simulator = {
  /** Without a slash at the end; the APIs are under `/portone` and `/toss`, their windows at `/checkout` and `/toss/checkout`. */
  url: string;
  journal: Journal;
  ledger: Ledger;
  faults: FaultBook;
  stop(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    host = '127.0.0.1',
    port,
    dataDir,
    apiSecret,
    toss = SANDBOX_TOSS_STORE,
    webhooks,
    ...channel
  } = options;
  const now = (): Date => new Date();
  const journal = openJournal(dataDir);
  const office = openPostOffice({ storeId: channel.storeId, merchantId: toss.merchantId }, webhooks);
  const ledger: Ledger = openLedger(
    overheard(journal, (entries) => office.hear(entries, ledger)),
    now,
  );
  const faults = createFaultBook();
  const deliver = createDeliver(faults, journal);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (_context, next) => {
    ledger.settleDue();
    await next();
  });
  app.get('/health', (context) => context.json({ status: 'ok' }));
  const portOneKeys = openIdempotencyKeys({ journal, now, keepsMs: PORTONE_KEEPS_MS });
  const portOne = { apiSecret, storeId: channel.storeId, keys: portOneKeys, ledger, deliver };
  app.route('/portone', portOneRoutes(portOne));
  app.route('/checkout', checkoutRoutes({ window: portOneWindow(channel), ledger, deliver }));
  const tossKeys = openIdempotencyKeys({ journal, now, keepsMs: TOSS_KEEPS_MS });
  app.route('/toss/checkout', checkoutRoutes({ window: tossWindow(toss), ledger, deliver }));
  app.route('/toss', tossRoutes({ store: toss, keys: tossKeys, ledger, journal, deliver }));
  const control = controlRoutes({ faults, journal, ledger });
  app.route('/control', control.route('/webhooks', webhookRoutes(office, ledger)));

  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const stop = async (): Promise<void> => {
    await office.stop();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  };
  return { url: `http://${host}:${portOf(server.address())}`, journal, ledger, faults, stop };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new TypeError('the simulator listens on TCP only');
  return address.port;
}
