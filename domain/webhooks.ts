/**
 * What a gateway tells us unasked. Of a webhook only this is used: that there is something to look at, and where. What
 * happened to the money is asked of the gateway, by our own id (rule 2), so that a forged one changes nothing.
 */
import type { Payment } from './payment.ts';

/** Reads one provider's webhooks: pure, so that a process without the gateway's own secrets can do it. */
export type ParseWebhook = (delivery: WebhookDelivery) => WebhookReading;

export type WebhookDelivery = {
  /** As HTTP joins them: a header that was sent twice is one value with a comma in it. */
  readonly headers: { get(name: string): string | null };
  /** As it came, byte by byte: signatures are over these. */
  readonly rawBody: Uint8Array;
  /** Epoch. */
  readonly nowMs: number;
};

export type WebhookReading =
  | WebhookNotice
  /** Genuine, and not about anything that is looked at here. */
  | { readonly kind: 'ignored'; readonly type: string }
  /** Not proved to come from the gateway. `why` is for the log. */
  | { readonly kind: 'unproved'; readonly why: string }
  /** Proved, or in need of no proof, and yet not in the form that the gateway documents. */
  | { readonly kind: 'unreadable'; readonly isProved: boolean; readonly why: string };

/** A gateway that does not sign is proved by asking it, which is what is done with every notice. */
export type WebhookNotice = {
  readonly kind: 'notice';
  /** False: anybody may have sent it. What it may cost us is bounded then. */
  readonly isProved: boolean;
  /** The gateway's id of this delivery, the same when it is sent again; null: it gave none. */
  readonly deliveryId: string | null;
  /** In the gateway's words. */
  readonly type: string;
  /** What the gateway calls our id. */
  readonly paymentId: string;
  /** What it claims, to see whether we know that already. Absent: look in any case. */
  readonly claim?: WebhookClaim | undefined;
};

export type WebhookClaim =
  | { readonly kind: 'paid'; readonly pgTransactionId: string }
  | { readonly kind: 'account_issued'; readonly pgTransactionId: string }
  | { readonly kind: 'cancelled'; readonly pgCancellationId: string };

/**
 * Does our record hold already what is claimed? Then no workflow is opened for it, which spares one for nearly every
 * payment, since its browser usually comes first. A forged claim gains nothing by that: it is the one thing that it
 * says which is left out.
 */
export function isKnownAlready(payment: Payment, claim: WebhookClaim | undefined): boolean {
  // An event that waits may have lost its workflow: that one is opened.
  if (claim === undefined || payment.eventSequence > payment.publishedSequence) return false;
  switch (claim.kind) {
    case 'paid':
      return (
        (payment.status === 'PAID' || payment.status === 'PARTIALLY_CANCELLED') &&
        payment.pgTransactionId === claim.pgTransactionId
      );
    // Only while it waits: one that was issued for a payment that has ended must be closed.
    case 'account_issued':
      return payment.status === 'WAITING_FOR_DEPOSIT' && payment.pgTransactionId === claim.pgTransactionId;
    case 'cancelled':
      return payment.cancellations.some(
        ({ pgCancellationId, status }) =>
          pgCancellationId === claim.pgCancellationId && status === 'SUCCEEDED',
      );
  }
}
