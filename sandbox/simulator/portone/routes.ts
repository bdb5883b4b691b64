/**
 * PortOne V2 as a server: the calls the payment server makes, for one store and its secret.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Answer, Deliver, SimulatorContext } from '../deliver.ts';
import type { CallName, Fault } from '../faults.ts';
import { bareKey, type IdempotencyKeys, jsonAnswer, parsedJson } from '../idempotency.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerPayment } from '../ledger-state.ts';
import { once } from '../once.ts';
import { cancelPayment } from './cancel.ts';
import { closeVirtualAccount } from './close.ts';
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
        listPayments(dialect, { requestBody: parsedJson(context.req.query('requestBody') ?? '{}'), fault }),
    }),
  );
  app.get('/payments/:paymentId', (context) =>
    read(dialect, context, { name: 'retrieve', view: paymentView }),
  );
  app.get('/payments/:paymentId/transactions', (context) =>
    read(dialect, context, { name: 'transactions', view: transactionsView }),
  );
  app.post('/payments/:paymentId/cancel', (context) => cancel(dialect, context));
  app.post('/payments/:paymentId/virtual-account/close', (context) => close(dialect, context));
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
  return once(dialect, context, {
    call: { name: 'cancel', paymentId, idempotencyKey },
    path: context.req.path,
    denied: deny(dialect, context),
    effect: (fault) =>
      cancelPayment(dialect.ledger, dialect.storeId, {
        paymentId,
        body: parsedJson(text),
        idempotencyKey,
        fault,
      }),
    ...ONCE,
  });
}

async function close(dialect: PortOneDialect, context: SimulatorContext): Promise<Response> {
  const paymentId = context.req.param('paymentId') ?? '';
  const idempotencyKey = bareKey(context.req.header('idempotency-key'));
  return once(dialect, context, {
    call: { name: 'close', paymentId, idempotencyKey },
    path: context.req.path,
    denied: deny(dialect, context),
    effect: (fault) => closeVirtualAccount(dialect.ledger, { paymentId, idempotencyKey, fault }),
    ...ONCE,
  });
}

const ONCE = {
  errorAnswer: undocumentedAnswer,
  stillRunning: errorAnswer('IDEMPOTENCY_OUTSTANDING_REQUEST', 'The first request still runs.'),
};

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
