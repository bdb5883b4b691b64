/** How a customer pays: the one place where a method's own fields are declared. `type` decides which they are. */
import { z } from '@hono/zod-openapi';

export const methodSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('CARD'), installmentMonths: z.int().min(0).max(60).optional() })
      .openapi('CardMethod'),
    z.strictObject({ type: z.literal('TRANSFER') }).openapi('TransferMethod'),
    z.strictObject({ type: z.literal('VIRTUAL_ACCOUNT') }).openapi('VirtualAccountMethod'),
    z
      .strictObject({
        type: z.literal('EASY_PAY'),
        easyPayProvider: z
          .string()
          .regex(/^[A-Z0-9_]{1,40}$/)
          .optional(),
      })
      .openapi('EasyPayMethod'),
    z.strictObject({ type: z.literal('MOBILE') }).openapi('MobileMethod'),
  ])
  .openapi('PaymentMethod');
