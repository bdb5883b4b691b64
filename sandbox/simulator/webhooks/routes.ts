/** `/control/webhooks`: what was sent, how it is to go astray, and sending by hand. Mounted behind the control's guard. */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Ledger } from '../ledger.ts';
import type { PostOffice } from './post-office.ts';
import { webhookRuleSchema } from './rules.ts';

const switchSchema = z.object({ on: z.boolean() });
const handSchema = z.object({
  paymentId: z.string(),
  type: z.string().optional(),
  /** Deliveries of their own, each with its id. */
  times: z.int().min(1).max(1_000).default(1),
});

export function webhookRoutes(office: PostOffice, ledger: Ledger): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', (context) => {
    const paymentId = context.req.query('paymentId');
    const sent = office.sent().filter((one) => paymentId === undefined || one.paymentId === paymentId);
    return context.json({ sent, rules: office.rules.list() });
  });
  app.post('/rules', async (context) => {
    const rule = webhookRuleSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!rule.success) return context.json({ error: z.prettifyError(rule.error) }, 400);
    office.rules.add(rule.data);
    return context.json(rule.data, 201);
  });
  app.delete('/rules', (context) => {
    office.rules.clear();
    return context.body(null, 204);
  });
  app.post('/switch', async (context) => {
    const wanted = switchSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!wanted.success) return context.json({ error: z.prettifyError(wanted.error) }, 400);
    office.switchTo(wanted.data.on);
    return context.json(wanted.data);
  });
  app.post('/send', async (context) => {
    const order = handSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!order.success) return context.json({ error: z.prettifyError(order.error) }, 400);
    for (let count = 0; count < order.data.times; count += 1) {
      if (!office.sendByHand(order.data, ledger))
        return context.json({ error: 'no such payment, or nowhere to send it' }, 409);
    }
    return context.json({ done: order.data });
  });
  return app;
}
