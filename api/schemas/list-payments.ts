/** `GET /api/v1/payments/me`: filters and place. Every parameter at most once. */
import { z } from '@hono/zod-openapi';
import { METHOD_TYPES } from '../../domain/methods.ts';
import { PAYMENT_STATUSES } from '../../domain/payment.ts';
import { decodeCursor } from '../cursor.ts';
import { customParams } from '../shape/faults.ts';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;

const limitSchema = z
  .string()
  .regex(/^[0-9]{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(MAX_LIMIT))
  .default(DEFAULT_LIMIT)
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT });

const cursorSchema = z
  .string()
  .max(500)
  .transform((text, context) => {
    const cursor = decodeCursor(text);
    if (cursor !== null) return cursor;
    context.addIssue({ code: 'custom', params: customParams('INVALID_FORMAT', 'nextCursor') });
    return z.NEVER;
  })
  .openapi({ type: 'string', description: '`nextCursor` of the page before.' });

/** To UTC with milliseconds, as payments carry their times. */
const timeSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .openapi({ type: 'string', format: 'date-time' });

export const listPaymentsSchema = z
  .strictObject({
    cursor: cursorSchema.optional(),
    limit: limitSchema,
    status: z.enum(PAYMENT_STATUSES).optional(),
    method: z.enum(METHOD_TYPES).optional(),
    from: timeSchema.optional().openapi({ description: 'Created at or after this time (RFC 3339).' }),
    to: timeSchema.optional().openapi({ description: 'Created before this time (RFC 3339).' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    params: customParams('INVALID_FORMAT', 'from ≤ to'),
  });
