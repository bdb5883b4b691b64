/**
 * PortOne's webhooks, version 2024-04-25 (developers.portone.io/opi/ko/integration/webhook/readme-v2): signed by
 * Standard Webhooks, with ids and no outcome in them. A type that is not listed is ignored, as PortOne asks.
 */
import { z } from 'zod';
import type { Secret } from '../../../domain/secret.ts';
import type { ParseWebhook, WebhookClaim, WebhookReading } from '../../../domain/webhooks.ts';
import { checkSignature } from '../standard-webhooks.ts';
import { parseWebhookJson } from '../webhook-json.ts';

export type PortOneWebhookConfig = {
  /** Two while they are changed at PortOne's console; none proves nothing. */
  readonly secrets: readonly Secret[];
};

export function createPortOneWebhookParser({ secrets }: PortOneWebhookConfig): ParseWebhook {
  return (delivery) => {
    const check = checkSignature(delivery, secrets);
    return check.kind === 'genuine' ? read(delivery.rawBody, check.deliveryId) : check;
  };
}

/** `Transaction.Ready` (a window was opened) is left out: it is no news, and comes with every payment. */
const LOOKED_AT: readonly string[] = [
  'Transaction.Paid',
  'Transaction.PayPending',
  'Transaction.VirtualAccountIssued',
  'Transaction.Failed',
  'Transaction.CancelPending',
  'Transaction.PartialCancelled',
  'Transaction.Cancelled',
  'Transaction.DisputeCreated',
  'Transaction.DisputeResolved',
  'Transaction.Confirm',
];

const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const typeSchema = z.object({ type: z.string().max(100) });
const bodySchema = z.object({
  data: z.object({ paymentId: id, transactionId: id.optional(), cancellationId: id.optional() }),
});

function read(rawBody: Uint8Array, deliveryId: string): WebhookReading {
  const json = parseWebhookJson(rawBody);
  const typed = typeSchema.safeParse(json);
  if (!typed.success) return { kind: 'unreadable', isProved: true, why: 'no type' };
  const { type } = typed.data;
  if (!LOOKED_AT.includes(type)) return { kind: 'ignored', type };
  const body = bodySchema.safeParse(json);
  if (!body.success) return { kind: 'unreadable', isProved: true, why: `${type} without its ids` };
  const { paymentId, ...ids } = body.data.data;
  return { kind: 'notice', isProved: true, deliveryId, type, paymentId, claim: claimOf(type, ids) };
}

function claimOf(
  type: string,
  ids: { readonly transactionId?: string | undefined; readonly cancellationId?: string | undefined },
): WebhookClaim | undefined {
  const { transactionId, cancellationId } = ids;
  if (type === 'Transaction.Paid' && transactionId !== undefined)
    return { kind: 'paid', pgTransactionId: transactionId };
  if (type === 'Transaction.VirtualAccountIssued' && transactionId !== undefined)
    return { kind: 'account_issued', pgTransactionId: transactionId };
  const isCancellation = type === 'Transaction.Cancelled' || type === 'Transaction.PartialCancelled';
  return isCancellation && cancellationId !== undefined
    ? { kind: 'cancelled', pgCancellationId: cancellationId }
    : undefined;
}
