/**
 * One call from arrival to answer, with what was asked for to go wrong on the way. The effect is made by the
 * dialect; here it is only decided whether it happens, and what of its answer the caller gets to see.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { CallName, Fault, FaultBook, FaultOf } from './faults.ts';
import type { Journal } from './journal.ts';

export type Answer = {
  status: number;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
  /** Under an idempotency key: the work is not at its end, a repeat is answered anew. */
  isOpen?: true;
};

export type Call = { name: CallName; paymentId: string; idempotencyKey: string | null };

/** What a dialect does for a call; it is told of the faults that are its own business. */
export type Effect = (fault: Fault | undefined) => Answer | Promise<Answer>;

export type SimulatorContext = Context<{ Bindings: HttpBindings }>;

export type Delivery = { call: Call; effect: Effect; errorAnswer: (status: number) => Answer };

export type Deliver = (context: SimulatorContext, delivery: Delivery) => Promise<Response>;

export function createDeliver(faults: FaultBook, journal: Journal): Deliver {
  return async (context, { call, effect, errorAnswer }) => {
    const record = (outcome: string, status: number | null, fault: string | null): void => {
      const { name, paymentId, idempotencyKey } = call;
      journal.append({
        type: 'call',
        at: new Date().toISOString(),
        paymentId,
        call: name,
        idempotencyKey,
        outcome,
        status,
        fault,
      });
    };
    const silenced = faults.silenced();
    if (silenced) {
      record('silence', null, silenced.how);
      return silenced.how === 'hang' ? hang(context, silenced.leftMs) : reset(context);
    }

    const fault = faults.take(call.name, call.paymentId);
    const kind = fault?.kind ?? null;
    const early = fault && withoutEffect(fault, errorAnswer);
    if (early) {
      record(early.outcome, early.answer?.status ?? null, kind);
      return early.send(context);
    }

    // Disconnecting does not cancel the work: nothing here looks at the connection before the effect.
    if (fault?.kind === 'slow_effect') await delay(fault.delayMs, undefined, { ref: false });
    const answer = await effect(fault);
    const late = withheld(fault, answer, errorAnswer);
    record(late?.outcome ?? 'answered', late ? (late.answer?.status ?? null) : answer.status, kind);
    return late ? late.send(context) : toResponse(answer);
  };
}

type Ending = {
  outcome: string;
  answer?: Answer;
  send: (context: SimulatorContext) => Response | Promise<Response>;
};

function withoutEffect(fault: Fault, errorAnswer: (status: number) => Answer): Ending | undefined {
  if (fault.kind === 'rate_limit') return answering('rate_limited', rateLimited(fault, errorAnswer));
  if (fault.kind === 'no_answer' && fault.at === 'before') {
    return { outcome: 'no_answer', send: (context) => hang(context, fault.forMs) };
  }
  if (fault.kind === 'reset' && fault.at === 'before') return { outcome: 'reset', send: reset };
  if (fault.kind === 'server_error' && fault.at === 'before') {
    return answering('server_error', errorAnswer(fault.status));
  }
  return undefined;
}

function withheld(
  fault: Fault | undefined,
  answer: Answer,
  errorAnswer: (status: number) => Answer,
): Ending | undefined {
  if (!fault) return undefined;
  switch (fault.kind) {
    case 'no_answer':
      return { outcome: 'no_answer', send: (context) => hang(context, fault.forMs) };
    case 'server_error':
      return answering('server_error', errorAnswer(fault.status));
    case 'reset':
      return {
        outcome: 'reset',
        send: (context) => (fault.at === 'mid_body' ? resetMidBody(context, answer) : reset(context)),
      };
    case 'slow_drip':
      return { outcome: 'slow_drip', answer, send: (context) => drip(context, answer, fault) };
    case 'unreadable':
      return answering('unreadable', { ...answer, body: `${answer.body.slice(0, 40)}\u0000<<` });
    // Met before the effect, or by the dialect.
    case 'rate_limit':
    case 'slow_effect':
    case 'wrong_amount':
    case 'wrong_currency':
    case 'wrong_store':
    case 'test_channel':
    case 'asynchronous_cancel':
    case 'refused_cancel':
    case 'refused_confirm':
      return undefined;
  }
}

function answering(outcome: string, answer: Answer): Ending {
  return { outcome, answer, send: () => toResponse(answer) };
}

function rateLimited(
  { retryAfterSeconds }: FaultOf<'rate_limit'>,
  errorAnswer: (status: number) => Answer,
): Answer {
  return { ...errorAnswer(429), headers: { 'retry-after': `${retryAfterSeconds}` } };
}

export function toResponse({ status, contentType, body, headers }: Answer): Response {
  return new Response(body, { status, headers: { 'content-type': contentType, ...headers } });
}

/** Says nothing until the caller gives up or `forMs` have passed; then the connection is cut, as a proxy would. */
async function hang(context: SimulatorContext, forMs: number): Promise<Response> {
  const { outgoing } = context.env;
  if (!outgoing.destroyed) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, forMs).unref();
      outgoing.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  return reset(context);
}

function reset({ env: { outgoing } }: SimulatorContext): Response {
  outgoing.socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

async function resetMidBody(context: SimulatorContext, answer: Answer): Promise<Response> {
  const { outgoing } = context.env;
  const bytes = Buffer.from(answer.body);
  outgoing.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': bytes.length });
  await new Promise<void>((resolve) => {
    outgoing.write(bytes.subarray(0, bytes.length / 2), () => resolve());
  });
  return reset(context);
}

async function drip(
  context: SimulatorContext,
  answer: Answer,
  fault: FaultOf<'slow_drip'>,
): Promise<Response> {
  const { outgoing } = context.env;
  const bytes = Buffer.from(answer.body);
  outgoing.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': bytes.length });
  for (let sent = 0; sent < bytes.length && !outgoing.destroyed; sent += fault.bytes) {
    outgoing.write(bytes.subarray(sent, sent + fault.bytes));
    await delay(fault.intervalMs, undefined, { ref: false });
  }
  outgoing.end();
  return RESPONSE_ALREADY_SENT;
}
