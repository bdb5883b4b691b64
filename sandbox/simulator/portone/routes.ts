/**
 * PortOne V2 as a server: the four calls the payment server makes, for one store and its secret.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Answer, Deliver, Effect, SimulatorContext } from '../deliver.ts';
import type { CallName, Fault } from '../faults.ts';
import { bareKey, type IdempotencyKeys, jsonAnswer } from '../idempotency.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerPayment } from '../ledger-state.ts';
import { cancelPayment } from './cancel.ts';
import { errorAnswer, undocumentedAnswer } from './errors.ts';
import { listPayments } from './list.ts';
import { paymentView, transactionsView } from './payment-view.ts';

export type PortOneDialect = {
  apiSecret: string;
  storeId: string;
  ledger: Ledger;
  keys: IdempotencyKeys;
  deliver: Deliver;
};

export function portOneRoutes(dialect: PortOneDialect): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/payments', (context) =>
    dialect.deliver(context, {
      call: { name: 'list', paymentId: '', idempotencyKey: null },
      errorAnswer: undocumentedAnswer,
      effect: (fault) =>
        deny(dialect, context) ??
        listPayments(dialect, { requestBody: parsed(context.req.query('requestBody') ?? '{}'), fault }),
    }),
  );
  app.get('/payments/:paymentId', (context) =>
    read(dialect, context, { name: 'retrieve', view: paymentView }),
  );
  app.get('/payments/:paymentId/transactions', (context) =>
    read(dialect, context, { name: 'transactions', view: transactionsView }),
  );
  app.post('/payments/:paymentId/cancel', (context) => cancel(dialect, context));
  return app;
}

type Reading = {
  name: CallName;
  view: (payment: LedgerPayment, fault: Fault | undefined) => object | undefined;
};

function read(
  dialect: PortOneDialect,
  context: SimulatorContext,
  { name, view }: Reading,
): Promise<Response> {
  const paymentId = context.req.param('paymentId') ?? '';
  return dialect.deliver(context, {
    call: { name, paymentId, idempotencyKey: null },
    errorAnswer: undocumentedAnswer,
    effect: (fault) => {
      const denied = deny(dialect, context);
      if (denied) return denied;
      const payment = dialect.ledger.find(paymentId);
      const body = payment && view(payment, fault);
      if (!body) return errorAnswer('PAYMENT_NOT_FOUND', 'There is no such payment.');
      return jsonAnswer(200, JSON.stringify(body));
    },
  });
}

async function cancel(dialect: PortOneDialect, context: SimulatorContext): Promise<Response> {
  const paymentId = context.req.param('paymentId') ?? '';
  const idempotencyKey = bareKey(context.req.header('idempotency-key'));
  // Read before the call begins: a caller who disconnects takes the unread body along.
  const text = await context.req.text();
  const effect: Effect = (fault) =>
    cancelPayment(dialect.ledger, dialect.storeId, { paymentId, body: parsed(text), idempotencyKey, fault });
  const request = idempotencyKey === null ? undefined : { path: context.req.path, idempotencyKey, paymentId };

  const denied = deny(dialect, context);
  if (denied || !request) {
    return dialect.deliver(context, {
      call: { name: 'cancel', paymentId, idempotencyKey },
      errorAnswer: undocumentedAnswer,
      effect: (fault) => denied ?? effect(fault),
    });
  }
  return once(dialect, context, { request, effect });
}

type Once = { request: { path: string; idempotencyKey: string; paymentId: string }; effect: Effect };

/** Under a key the effect happens once; the key is taken from the arrival on, so also while the work is slow. */
async function once(
  dialect: PortOneDialect,
  context: SimulatorContext,
  { request, effect }: Once,
): Promise<Response> {
  const { keys, deliver } = dialect;
  const { paymentId, idempotencyKey } = request;
  const known = keys.find(request);
  if (known === undefined) keys.begin(request);
  let wasAnswered = false;
  try {
    return await deliver(context, {
      call: { name: 'cancel', paymentId, idempotencyKey },
      errorAnswer: undocumentedAnswer,
      effect: async (fault) => {
        if (known === 'running')
          return errorAnswer('IDEMPOTENCY_OUTSTANDING_REQUEST', 'The first request still runs.');
        if (known) return known;
        const answer = await effect(fault);
        keys.keep(request, answer);
        wasAnswered = true;
        return answer;
      },
    });
  } finally {
    if (known === undefined && !wasAnswered) keys.abandon(request);
  }
}

function deny(dialect: PortOneDialect, context: SimulatorContext): Answer | undefined {
  if (context.req.header('authorization') !== `PortOne ${dialect.apiSecret}`) {
    return errorAnswer('UNAUTHORIZED', 'The API secret is not valid.');
  }
  const storeId = context.req.query('storeId');
  if (storeId !== undefined && storeId !== dialect.storeId) {
    return errorAnswer('FORBIDDEN', 'The secret has no access to this store.');
  }
  return undefined;
}

/** Undefined, which no rule accepts, when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
