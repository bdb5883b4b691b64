/**
 * The hand on the simulator, for tests and the curious; answers only callers on this machine. What it does is
 * journalled like everything else that moves money.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { type FaultBook, faultRuleSchema, silenceSchema } from '../faults.ts';
import type { Journal } from '../journal.ts';
import type { Ledger } from '../ledger.ts';
import { CLOSED_BY_CUSTOMER } from '../test-cards.ts';

export type ControlParts = { faults: FaultBook; journal: Journal; ledger: Ledger };

const actionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('silence'), ...silenceSchema.shape }),
  z.object({
    action: z.literal('cancel_elsewhere'),
    paymentId: z.string(),
    trigger: z.enum(['CONSOLE', 'CHARGEBACK']),
    amount: z.int().positive().optional(),
    reason: z.string().default('simulated'),
  }),
  z.object({
    action: z.literal('settle_payment'),
    paymentId: z.string(),
    outcome: z.enum(['approve', 'decline']),
  }),
  z.object({ action: z.literal('expire_session'), paymentId: z.string() }),
  /** Into a virtual account; `late` lets it in when the account is past its date, or closed. */
  z.object({
    action: z.literal('deposit'),
    paymentId: z.string(),
    amount: z.int().positive().optional(),
    late: z.boolean().default(false),
  }),
  /** The bank takes the deposit back: the account waits again. */
  z.object({ action: z.literal('reverse_deposit'), paymentId: z.string() }),
  z.object({
    action: z.literal('settle_cancellation'),
    paymentId: z.string(),
    outcome: z.enum(['SUCCEEDED', 'FAILED']),
  }),
]);

export type ControlAction = z.infer<typeof actionSchema>;

export function controlRoutes({ faults, journal, ledger }: ControlParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    if (!isLoopback(context.env.incoming.socket.remoteAddress))
      return context.json({ error: 'local callers only' }, 403);
    await next();
    return undefined;
  });
  app.get('/faults', (context) =>
    context.json({ faults: faults.list(), silence: faults.silenced() ?? null }),
  );
  app.post('/faults', async (context) => {
    const rule = faultRuleSchema.safeParse(await jsonOf(context.req.raw));
    if (!rule.success) return context.json({ error: z.prettifyError(rule.error) }, 400);
    faults.add(rule.data);
    return context.json(rule.data, 201);
  });
  app.delete('/faults', (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  app.post('/actions', async (context) => {
    const action = actionSchema.safeParse(await jsonOf(context.req.raw));
    if (!action.success) return context.json({ error: z.prettifyError(action.error) }, 400);
    const refusal = act({ faults, journal, ledger }, action.data);
    return refusal === undefined
      ? context.json({ done: action.data })
      : context.json({ error: refusal }, 409);
  });
  app.get('/journal', (context) => {
    const paymentId = context.req.query('paymentId');
    const entries = journal
      .entries()
      .filter((entry) => paymentId === undefined || entry.paymentId === paymentId);
    return context.json({ entries });
  });
  app.get('/payments/:paymentId', (context) => {
    const paymentId = context.req.param('paymentId');
    const payment = ledger.find(paymentId);
    if (!payment) return context.json({ error: 'no such payment' }, 404);
    return context.json({ payment, books: ledger.books(paymentId) });
  });
  return app;
}

/** Why it cannot be done, or undefined when it was. */
function act({ faults, ledger }: ControlParts, action: ControlAction): string | undefined {
  switch (action.action) {
    case 'silence':
      faults.silence({ forMs: action.forMs, how: action.how });
      return undefined;
    case 'cancel_elsewhere': {
      const { paymentId, trigger, reason } = action;
      const { cancellable } = ledger.books(paymentId);
      const amountMinor = action.amount ?? cancellable;
      if (amountMinor > cancellable || cancellable === 0) return `only ${cancellable} is left to cancel`;
      ledger.cancel({ paymentId, amountMinor, reason, trigger, idempotencyKey: null });
      return undefined;
    }
    case 'settle_payment': {
      const settlement = action.outcome === 'approve' ? { kind: 'approve' as const } : CLOSED_BY_CUSTOMER;
      return ledger.settlePending(action.paymentId, settlement)
        ? undefined
        : 'no attempt waits that could end so';
    }
    case 'expire_session':
      return ledger.expireSession(action.paymentId) ? undefined : 'no attempt waits to be confirmed';
    case 'deposit':
      return ledger.deposit(action.paymentId, { amountMinor: action.amount, isLate: action.late });
    case 'reverse_deposit':
      return ledger.reverseDeposit(action.paymentId) ? undefined : 'no deposit that could be taken back';
    case 'settle_cancellation':
      return ledger.settleCancellation(action.paymentId, action.outcome)
        ? undefined
        : 'no cancellation waits';
  }
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
}

/** Undefined, which no schema here accepts, when it is not JSON. */
async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}
