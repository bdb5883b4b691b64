/**
 * The events' data as schemas: what is published is checked against them, and the JSON Schemas that consumers read
 * (`docs/api/events/`) are generated from them. The types are the domain's.
 */
import { z } from 'zod';
import {
  CANCELLATION_EVENT_TYPES,
  EVENT_TYPES,
  type EventData,
  type EventType,
} from '../../domain/events.ts';
import { METHOD_TYPES } from '../../domain/methods.ts';
import { PAYMENT_STATUSES } from '../../domain/payment.ts';
import { PROVIDERS } from '../../domain/providers.ts';

const minorUnits = z.int().nonnegative().describe('Integer in the minor unit of `currency` (KRW: won)');

const cancellation = z
  .strictObject({
    cancellationId: z.string(),
    amount: minorUnits.describe('Given back by this cancellation, minor units'),
    remaining: minorUnits.describe('Still held after it, minor units'),
  })
  .readonly();

const data = z.strictObject({
  paymentId: z.string(),
  orderId: z.string(),
  userId: z.string(),
  amount: minorUnits,
  currency: z.string().length(3).describe('ISO 4217'),
  method: z.enum(METHOD_TYPES),
  provider: z.enum(PROVIDERS),
  pgTransactionId: z.string().nullable(),
  status: z.enum(PAYMENT_STATUSES),
  sequence: z.int().positive().describe('1, 2, 3 … per payment, without a gap'),
  occurredAt: z.iso.datetime(),
});

export function eventDataSchema(type: EventType): z.ZodType<EventData> {
  const isOfCancellation = CANCELLATION_EVENT_TYPES.includes(type);
  return (isOfCancellation ? data.extend({ cancellation }) : data)
    .readonly()
    .describe(`Data of ${type} (CloudEvents 1.0, binary mode, key = paymentId)`);
}

/** JSON Schema (2020-12) per event type, for the generated files. */
export function eventJsonSchemas(): readonly { readonly type: EventType; readonly schema: unknown }[] {
  return EVENT_TYPES.map((type) => ({ type, schema: z.toJSONSchema(eventDataSchema(type)) }));
}
