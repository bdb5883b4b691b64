/**
 * The error answers of PortOne's API that the simulator gives, with the HTTP status of each `type`
 * (`x-portone-status-code` in the OpenAPI document; the last two only on its pages).
 */
import type { Answer } from '../deliver.ts';
import { jsonAnswer } from '../idempotency.ts';

const STATUS_BY_TYPE = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  PAYMENT_NOT_FOUND: 404,
  PAYMENT_NOT_PAID: 409,
  PAYMENT_NOT_WAITING_FOR_DEPOSIT: 409,
  PAYMENT_ALREADY_CANCELLED: 409,
  CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN: 409,
  CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT: 409,
  IDEMPOTENCY_OUTSTANDING_REQUEST: 409,
} as const;

export type PortOneErrorType = keyof typeof STATUS_BY_TYPE;

export function errorAnswer(type: PortOneErrorType, message: string): Answer {
  return jsonAnswer(STATUS_BY_TYPE[type], JSON.stringify({ type, message }));
}

/** A gateway behind PortOne said no: HTTP 502, although it is an answer. */
export function pgProviderAnswer(pgCode: string, pgMessage: string): Answer {
  return jsonAnswer(502, JSON.stringify({ type: 'PG_PROVIDER', message: pgMessage, pgCode, pgMessage }));
}

/** What comes from before the application: no documented body. */
export function undocumentedAnswer(status: number): Answer {
  const type = status === 429 ? 'TOO_MANY_REQUESTS' : 'INTERNAL_SERVER_ERROR';
  return jsonAnswer(status, JSON.stringify({ type, message: 'simulated' }));
}
