/** The whole API with real tokens; only the rows and the workflows behind it are stand-ins. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createTokenVerifier } from '../../../api/auth/verify-token.ts';
import { type ApiDeps, type ApiSettings, DEFAULT_TIMES } from '../../../api/deps.ts';
import { createLogger } from '../../../platform/logger.ts';
import { type Body, readBody } from './body.ts';
import { expectDocumented } from './documented.ts';
import { createFakeDeliveries, type FakeDeliveries } from './fake-deliveries.ts';
import { createFakePayments, type FakePayments } from './fake-payments.ts';
import { createFakeWorkflows, type FakeWorkflows } from './fake-workflows.ts';
import { AUDIENCE, type KeyServer, startKeyServer } from './key-server.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
};

export type Request = {
  readonly method?: string;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A whole token; null: no Authorization header. By default alice's, with both scopes. */
  readonly token?: string | null;
};

export type ApiUnderTest = {
  readonly payments: FakePayments;
  readonly workflows: FakeWorkflows;
  readonly deliveries: FakeDeliveries;
  readonly keys: KeyServer;
  /** Every line that was logged, as written. */
  readonly log: string[];
  readonly app: ReturnType<typeof createApp>;
  readonly call: (path: string, request?: Request) => Promise<Answer>;
};

/** Registers the hooks of the test file that calls it. */
export function apiUnderTest(
  changes: Partial<ApiDeps> & { readonly limits?: Partial<ApiSettings> } = {},
): ApiUnderTest {
  const payments = createFakePayments();
  const workflows = createFakeWorkflows(payments);
  const deliveries = createFakeDeliveries();
  const log: string[] = [];
  const started: { keys?: KeyServer; app?: ReturnType<typeof createApp> } = {};

  beforeAll(async () => {
    const keys = await startKeyServer();
    started.keys = keys;
    started.app = createApp({
      payments,
      workflows,
      webhooks: {},
      deliveries,
      verifyToken: createTokenVerifier({ ...keys, audience: AUDIENCE, tokenType: 'at+jwt' }),
      routes: { CARD: 'PORTONE', TRANSFER: 'PORTONE', EASY_PAY: 'PORTONE' },
      readiness: [],
      logger: createLogger({ level: 'info', process: 'api' }, linesInto(log)),
      clock: Date.now,
      ...changes,
      settings: { ...settingsOf(keys), ...changes.limits },
    });
  });
  beforeEach(() => {
    payments.rows.clear();
    payments.queries.length = 0;
    payments.failure = null;
    workflows.reset();
    deliveries.reset();
    log.length = 0;
  });
  afterAll(async () => {
    await started.keys?.close();
  });

  const keysOf = () => present(started.keys);
  return {
    payments,
    workflows,
    deliveries,
    log,
    get keys() {
      return keysOf();
    },
    get app() {
      return present(started.app);
    },
    call: async (path, request = {}) => {
      const { method = 'GET', token = await keysOf().sign() } = request;
      const response = await present(started.app).request(path, toInit({ ...request, method, token }));
      const text = await response.text();
      if (method !== 'HEAD') expectDocumented({ method, path, response, text });
      return { status: response.status, headers: response.headers, text, body: readBody(response, text) };
    },
  };
}

function settingsOf({ issuer }: KeyServer): ApiSettings {
  const rateLimit = { requests: 10_000, windowSeconds: 60 };
  return {
    ...DEFAULT_TIMES,
    issuer,
    bodyLimitBytes: 64 * 1024,
    rateLimit,
    unprovedLooks: rateLimit,
    maxInFlight: 10_000,
  };
}

function toInit({ method, body, headers = {}, token }: Request & { readonly method: string }): RequestInit {
  return {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      'Accept-Language': 'en',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

function linesInto(log: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString('utf8'));
      done();
    },
  });
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Only within a test');
  return value;
}
