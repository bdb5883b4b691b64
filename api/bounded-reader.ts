/**
 * The database as requests see it: it answers in time, or the client is told to come back (503).
 * A programming error is not "unavailable": it passes through, and becomes 500.
 */
import type { WebhookDeliveries } from '../db/stores/webhook-deliveries.ts';
import type { PaymentReader } from './deps.ts';
import { Problem, unavailable } from './problem.ts';

const READ_TIMEOUT_MS = 3_000;

export function boundReader(reader: PaymentReader, timeoutMs = READ_TIMEOUT_MS): PaymentReader {
  return {
    findById: (paymentId) => bound(reader.findById(paymentId), timeoutMs),
    findOwn: (paymentId, userId) => bound(reader.findOwn(paymentId, userId), timeoutMs),
    listMine: (query) => bound(reader.listMine(query), timeoutMs),
  };
}

export function boundDeliveries(
  deliveries: WebhookDeliveries,
  timeoutMs = READ_TIMEOUT_MS,
): WebhookDeliveries {
  return {
    has: (key) => bound(deliveries.has(key), timeoutMs),
    record: (delivery) => bound(deliveries.record(delivery), timeoutMs),
  };
}

async function bound<Value>(reading: Promise<Value>, timeoutMs: number): Promise<Value> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([reading, tooLate]);
  } catch (error) {
    throw isProgrammingError(error) ? error : unavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

function isProgrammingError(error: unknown): boolean {
  return (
    error instanceof Problem ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}
