/** The `Idempotency-Key` header: 1–255 visible ASCII characters, compared as they are. */
import { z } from '@hono/zod-openapi';
import { MAX_IDEMPOTENCY_KEY_LENGTH } from '../../domain/ids.ts';

export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key';

export const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(MAX_IDEMPOTENCY_KEY_LENGTH)
  .regex(/^[\x21-\x7e]*$/)
  .optional();

/** For the document; requests are checked by `checkHeader`. */
export const idempotencyKeyHeader = z.object({
  [IDEMPOTENCY_KEY_HEADER]: idempotencyKeySchema.openapi({
    param: { in: 'header', name: IDEMPOTENCY_KEY_HEADER },
    description:
      'Repeat a request with the same key: it is done once. Required for a cancellation with `amount`.',
  }),
});
