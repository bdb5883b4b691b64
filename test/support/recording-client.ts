/**
 * Clients of the API who write down every answer they get, also that there was none: what they were told is one of the
 * four records. A customer's part at the gateway's window is here too.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { mintToken } from '../../sandbox/token-issuer/mint-token.ts';
import type { ClientAnswer } from './four-records.ts';

export type Told = ClientAnswer & {
  readonly headers: Headers;
  readonly tookMs: number;
  /** Of a problem. */
  readonly code: string | undefined;
  /** The payment's status, where the answer carries one. */
  readonly state: string | undefined;
};

export type Paid = { readonly paymentId: string; readonly pgTransactionId: string };

export type RecordingClient = ReturnType<typeof recordingClient>;

const bodySchema = z.looseObject({
  paymentId: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
  code: z.string().optional(),
  checkout: z.looseObject({ url: z.string() }).optional(),
});

/** For what a test only needs to be there. */
const PATIENCE_MS = 60_000;

const NO_ANSWER = { status: 0, headers: new Headers(), code: undefined, state: undefined };

/** A client that does not wait so long has no answer: it knows nothing of what its request did. */
export type Patience = { readonly giveUpAfterMs?: number };

/**
 * `apis` is asked for each request, for it may be another one by then. Of several, the clients take turns; where nobody
 * listens, nothing was sent, and the next one is asked: that is how a load balancer behaves.
 */
export function recordingClient(dataDir: string, apis: () => readonly string[], patience: Patience = {}) {
  const answers: Told[] = [];
  let turn = 0;
  const user = `user-${randomUUID()}`;
  const token = mintToken(dataDir, { sub: user });

  async function tell(operation: Told['operation'], path: string, request: Sent): Promise<Told> {
    const beganAtMs = Date.now();
    const told = await send(path, request).catch((error: unknown) => ({
      ...NO_ANSWER,
      body: causeOf(error),
    }));
    const endedAtMs = Date.now();
    const paymentId = request.paymentId ?? bodySchema.safeParse(told.body).data?.paymentId;
    const { key, body: sent } = request;
    const times = { beganAtMs, endedAtMs, tookMs: endedAtMs - beganAtMs };
    const answer = { operation, user, paymentId, key, sent, ...times, ...told };
    answers.push(answer);
    return answer;
  }

  async function ask(path: string, init: RequestInit): Promise<Response> {
    const candidates = apis();
    const first = turn++;
    let refused: unknown;
    for (let tried = 0; tried < candidates.length; tried += 1) {
      const api = candidates[(first + tried) % candidates.length];
      try {
        return await fetch(`${api}${path}`, init);
      } catch (error) {
        if (!isRefused(error)) throw error;
        refused = error;
      }
    }
    throw refused;
  }

  async function send(path: string, { body, key, giveUpAfterMs = patience.giveUpAfterMs }: Sent) {
    const response = await ask(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(giveUpAfterMs === undefined ? {} : { signal: AbortSignal.timeout(giveUpAfterMs) }),
    });
    const json: unknown = await response.json();
    const { code, status } = bodySchema.parse(json);
    const state = typeof status === 'string' ? status : undefined;
    return { status: response.status, headers: response.headers, body: json, code, state };
  }

  const client = {
    answers,
    create: async (key?: string, more: object = {}) =>
      await tell('create', '/api/v1/payments', { body: order(more), key }),
    complete: async ({ paymentId, pgTransactionId }: Paid, { giveUpAfterMs }: Patience = {}) =>
      await tell('complete', '/api/v1/payments/complete', {
        body: { paymentId, pgTransactionId },
        ...{ paymentId, giveUpAfterMs },
      }),
    cancel: async (payment: Pick<Paid, 'paymentId'>, key?: string, amount?: number) =>
      await client.cancelSo(payment, key, amount === undefined ? {} : { amount }),
    /** `more`: where the money goes, say. */
    cancelSo: async (
      { paymentId }: Pick<Paid, 'paymentId'>,
      key: string | undefined,
      more: object,
    ): Promise<Told> =>
      await tell('cancel', `/api/v1/payments/${paymentId}/cancel`, {
        body: { reason: 'returned', ...more },
        ...{ key, paymentId },
      }),
    get: async ({ paymentId }: Pick<Paid, 'paymentId'>) =>
      await tell('get', `/api/v1/payments/${paymentId}`, { paymentId }),
    list: async () => await tell('list', '/api/v1/payments/me?limit=100', {}),
    /** Created, and paid in the gateway's window: `complete` is what is left to do. `choice`: as in `payFor`. */
    async createAndPay(more: object = {}, choice: object = {}): Promise<Paid> {
      const [key, body] = [randomUUID(), order(more)];
      const created = await untilAnswered(async () => await client.create(key, body), PATIENCE_MS);
      if (created.status !== 201 && created.status !== 200)
        throw new Error(`create answered ${created.status}: ${JSON.stringify(created.body)}`);
      return await payFor(created, choice);
    },
    async createCompleted(): Promise<Paid> {
      const paid = await client.createAndPay();
      const completed = await untilAnswered(async () => await client.complete(paid), PATIENCE_MS);
      if (completed.status !== 200)
        throw new Error(`complete answered ${completed.status}: ${JSON.stringify(completed.body)}`);
      return paid;
    },
    async statusOf({ paymentId }: Pick<Paid, 'paymentId'>): Promise<string | undefined> {
      const response = await ask(`/api/v1/payments/${paymentId}`, {
        headers: { authorization: `Bearer ${await token}` },
      });
      const { status } = bodySchema.parse(await response.json());
      return typeof status === 'string' ? status : undefined;
    },
  };
  return client;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : String(error);
}

/** Nobody listened there: nothing was sent. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

type Sent = {
  /** None: it only asks. */
  readonly body?: object;
  readonly key?: string | undefined;
  readonly paymentId?: string;
  readonly giveUpAfterMs?: number | undefined;
};

/** What a client is told to do with 503, 202 and silence: the same request with the same key, after `Retry-After`. */
export async function untilAnswered(ask: () => Promise<Told>, deadlineMs: number): Promise<Told> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    const isOpen = answer.status === 0 || answer.status === 202 || answer.status === 503;
    if (!isOpen || Date.now() > until) return answer;
    await sleep(Math.max(Number(answer.headers.get('retry-after')) * 1000, 200));
  }
}

/** `choice`: a card, or another way to end there, as the simulator's window takes it. */
export async function payFor({ body }: Told, choice: object = {}): Promise<Paid> {
  const { paymentId, checkout } = bodySchema.parse(body);
  const response = await fetch(checkout?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
  const { pgTransactionId } = z.object({ pgTransactionId: z.string() }).parse(await response.json());
  return { paymentId: paymentId ?? '', pgTransactionId };
}

function order(more: object) {
  return {
    orderId: `order-${randomUUID().slice(0, 18)}`,
    orderName: 'Two books',
    amount: 10_000,
    currency: 'KRW',
    method: { type: 'CARD' },
    ...more,
  };
}
