/** `POST /api/v1/payments/complete`: which payment, and the transaction the gateway's window reported. */
import { z } from '@hono/zod-openapi';

export const completePaymentSchema = z
  .strictObject({
    // No pattern to fail: a payment that is not known is 404, whatever it is called.
    paymentId: z.string().openapi({ example: 'pay_0198c0de0b7a7d3e8f4a2b1c0d9e8f7a' }),
    pgTransactionId: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/)
      .openapi({
        description: "PortOne: the browser SDK's `txId`.",
        example: '0198c0de-0b7a-7d3e-8f4a-2b1c0d9e8f7a',
      }),
  })
  .openapi('CompletePayment');
