/**
 * The forms of the ids that we mint. How they are derived (hashes, time) is `platform/crypto/derive-ids.ts`:
 * the domain only knows what they look like and which id names what.
 */

/** `orderId`: 6–64 of `A-Za-z0-9-_` (the narrowest of the gateways' rules, Toss'). */
export const ORDER_ID_PATTERN = /^[A-Za-z0-9\-_]{6,64}$/;

/** `pay_` and 40 hex digits of a hash, or 32 that sort by time (`platform/crypto/derive-ids.ts`). */
const PAYMENT_ID_PATTERN = /^pay_[0-9a-f]{32}(?:[0-9a-f]{8})?$/;

/** Could we have minted it? A store at the gateway may serve other systems too. */
export function isPaymentIdOfOurs(id: string): boolean {
  return PAYMENT_ID_PATTERN.test(id);
}

/** Longest `Idempotency-Key` that is taken, in characters (Stripe's limit). */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255;

/** Stable id of an event: a copy published twice carries the same one. */
export function eventId(paymentId: string, sequence: number): string {
  return `${paymentId}-${sequence}`;
}

/**
 * Names one state change of a payment for ever, so that an attempt that comes twice changes nothing:
 * the version it starts from, and what was learnt.
 */
export function transitionId(fromVersion: number, learnt: string): string {
  return `${fromVersion}-${learnt}`;
}
