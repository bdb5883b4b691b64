/**
 * Toss Payments' webhooks (docs.tosspayments.com/reference/using-api/webhook-events). Those about payments are not
 * signed: each is no more than a reason to ask Toss by our own id, which is its `orderId` (docs/decisions/0023).
 */
import { z } from 'zod';
import type { ParseWebhook, WebhookClaim, WebhookReading } from '../../../domain/webhooks.ts';
import { parseWebhookJson } from '../webhook-json.ts';

export const parseTossWebhook: ParseWebhook = ({ headers, rawBody }) => {
  const json = parseWebhookJson(rawBody);
  const event = eventSchema.safeParse(json);
  if (!event.success) return unreadable('no event');
  // Toss names every event but this one, which is told by its fields.
  const { eventType = 'DEPOSIT_CALLBACK' } = event.data;
  const { data: deliveryId = null } = deliveryIdSchema.safeParse(headers.get(DELIVERY_ID_HEADER));
  const told = { type: eventType, deliveryId };
  switch (eventType) {
    case 'PAYMENT_STATUS_CHANGED':
      return readPayment(json, told);
    case 'DEPOSIT_CALLBACK':
      return readDeposit(json, told);
    case 'CANCEL_STATUS_CHANGED':
      return readCancel(json, told);
    default:
      return { kind: 'ignored', type: eventType };
  }
};

const DELIVERY_ID_HEADER = 'tosspayments-webhook-transmission-id';

/** A header that was sent twice has a comma in it, and names nothing. */
const deliveryIdSchema = z.string().regex(/^[\w.:-]{1,200}$/);
const eventSchema = z.looseObject({ eventType: z.string().max(100).optional() });
const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

type Told = { readonly type: string; readonly deliveryId: string | null };

const paymentSchema = z.object({
  data: z.object({
    orderId: id,
    paymentKey: id,
    status: z.string(),
    cancels: z.array(z.object({ transactionKey: id })).nullish(),
  }),
});

/** By these nothing has moved. When nobody comes back, our own clock ends the payment. */
const NO_NEWS: readonly string[] = ['READY', 'IN_PROGRESS', 'EXPIRED'];

function readPayment(json: unknown, told: Told): WebhookReading {
  const event = paymentSchema.safeParse(json);
  if (!event.success) return unreadable(`${told.type} without its payment`);
  const { data } = event.data;
  if (NO_NEWS.includes(data.status)) return { kind: 'ignored', type: told.type };
  return notice(told, data.orderId, claimOf(data));
}

function claimOf({ status, paymentKey, cancels }: z.infer<typeof paymentSchema>['data']) {
  if (status === 'DONE') return { kind: 'paid', pgTransactionId: paymentKey } as const;
  if (status === 'WAITING_FOR_DEPOSIT')
    return { kind: 'account_issued', pgTransactionId: paymentKey } as const;
  const isCancelled = status === 'CANCELED' || status === 'PARTIAL_CANCELED';
  const [first, ...others] = cancels ?? [];
  // Of several it is not said which one is the news: then it is looked at in any case.
  return isCancelled && first !== undefined && others.length === 0
    ? ({ kind: 'cancelled', pgCancellationId: first.transactionKey } as const)
    : undefined;
}

const depositSchema = z.object({ orderId: id, status: z.string(), secret: z.string() });

/** Its `secret` is not compared: asking is the better proof, and the only one that also tells what happened. */
function readDeposit(json: unknown, told: Told): WebhookReading {
  const event = depositSchema.safeParse(json);
  return event.success ? notice(told, event.data.orderId) : unreadable(`${told.type} without its fields`);
}

/** Documented as a cancellation alone, which names no order; should it name one, it is looked at. */
const cancelSchema = z.object({ data: z.object({ orderId: id }) });

/** A cancellation of ours that is under way is asked about until it has ended, so nothing waits for this one. */
function readCancel(json: unknown, told: Told): WebhookReading {
  const event = cancelSchema.safeParse(json);
  return event.success ? notice(told, event.data.data.orderId) : { kind: 'ignored', type: told.type };
}

function notice(told: Told, paymentId: string, claim?: WebhookClaim): WebhookReading {
  return { kind: 'notice', isProved: false, ...told, paymentId, claim };
}

function unreadable(why: string): WebhookReading {
  return { kind: 'unreadable', isProved: false, why };
}
