/**
 * How ids come about. Derived ones are hashes of what they stand for, so that a repeat names the same thing in
 * every process and after every crash; minted ones sort by time. The parts are hashed as a JSON array, which no two
 * different lists share, behind a word that says what for, so that no two kinds of hash ever meet.
 */
import { createHash } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import type { JsonValue } from '../../domain/json-value.ts';
import { canonicalJson } from './canonical-json.ts';

export type KeyScope = {
  /** The token's `iss`: two issuers may both know an "alice". */
  readonly issuer: string;
  readonly userId: string;
  readonly idempotencyKey: string;
};

/** `pay_` + 40 hex digits: the payment that this key asks for. */
export function derivePaymentId({ issuer, userId, idempotencyKey }: KeyScope): string {
  return `pay_${digest('payment', [issuer, userId, idempotencyKey]).slice(0, ID_HEX_DIGITS)}`;
}

/** `pay_` + 32 hex digits that sort by time (UUID v7): for a request without a key. */
export function mintPaymentId(): string {
  return `pay_${sortable()}`;
}

/** `can_` + 40 hex digits: the cancellation that this key asks for. */
export function deriveCancellationId(of: {
  readonly paymentId: string;
  readonly idempotencyKey: string;
}): string {
  return `can_${digest('cancellation', [of.paymentId, of.idempotencyKey]).slice(0, ID_HEX_DIGITS)}`;
}

/** `can_` + 40 hex digits: a refund of our own, by why it is made and which transaction or cancellation of the PG. */
export function deriveOwnCancellationId(of: {
  readonly paymentId: string;
  readonly origin: string;
  readonly pgId: string;
}): string {
  return `can_${digest('own-cancellation', [of.paymentId, of.origin, of.pgId]).slice(0, ID_HEX_DIGITS)}`;
}

/** `can_` + 32 hex digits that sort by time: for a full cancellation without a key. */
export function mintCancellationId(): string {
  return `can_${sortable()}`;
}

/**
 * `<paymentId>-` + 16 hex digits: the idempotency key under which the gateway is asked to approve one transaction.
 * Another transaction of the same payment is another approval, so it has another key.
 */
export function deriveConfirmationKey(of: {
  readonly paymentId: string;
  readonly pgTransactionId: string;
}): string {
  return `${of.paymentId}-${digest('confirmation', [of.pgTransactionId]).slice(0, KEY_HEX_DIGITS)}`;
}

/** `<paymentId>-` + 16 hex digits: the key under which the gateway is asked to close the payment's virtual account. */
export function deriveClosingKey(paymentId: string): string {
  return `${paymentId}-${digest('closing', [paymentId]).slice(0, KEY_HEX_DIGITS)}`;
}

/** 64 hex digits: what is stored of an Idempotency-Key, since the key itself may be personal. */
export function hashIdempotencyKey({ issuer, userId, idempotencyKey }: KeyScope): string {
  return digest('idempotency-key', [issuer, userId, idempotencyKey]);
}

/** 64 hex digits: the same for the same request, whatever the order of its keys. */
export function hashRequest(request: JsonValue): string {
  return digest('request', [canonicalJson(request)]);
}

const ID_HEX_DIGITS = 40;
const KEY_HEX_DIGITS = 16;

function digest(purpose: string, parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([purpose, ...parts]))
    .digest('hex');
}

function sortable(): string {
  return uuidV7().replaceAll('-', '');
}
