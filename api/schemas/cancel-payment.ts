/** `POST /api/v1/payments/{paymentId}/cancel`: why, how much (all that is left without `amount`), and where it goes. */
import { z } from '@hono/zod-openapi';
import { amountSchema } from './create-payment.ts';
import { freeText } from './text.ts';

const refundAccountSchema = z
  .strictObject({
    bank: freeText(40).openapi({ description: "The bank in the gateway's own words.", example: 'KOOKMIN' }),
    accountNumber: z
      .string()
      .regex(/^[0-9]{6,20}$/)
      .openapi({ description: 'Digits only.', example: '12345678901234' }),
    holderName: freeText(60).openapi({ example: '김하나' }),
  })
  .openapi('RefundAccount');

export const cancelPaymentSchema = z
  .strictObject({
    reason: freeText(200).openapi({ example: '고객 변심' }),
    amount: amountSchema.optional(),
    refundAccount: refundAccountSchema.optional().openapi({
      description:
        'Only for VIRTUAL_ACCOUNT, and required once it is paid: where the money goes. On a payment whose refund is AWAITING_REFUND_ACCOUNT it is supplied to that refund.',
    }),
  })
  .openapi('CancelPayment');
