/** `POST /api/v1/payments/{paymentId}/cancel`: why, and how much; without `amount`: all that is left. */
import { z } from '@hono/zod-openapi';
import { amountSchema } from './create-payment.ts';
import { freeText } from './text.ts';

export const cancelPaymentSchema = z
  .strictObject({
    reason: freeText(200).openapi({ example: '고객 변심' }),
    amount: amountSchema.optional(),
  })
  .openapi('CancelPayment');
