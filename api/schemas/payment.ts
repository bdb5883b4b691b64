/** The payment as clients see it: the body of every 200, 201 and 202 but the list's, whose items they are. */
import { z } from '@hono/zod-openapi';
import { DECLINE_REASONS } from '../../domain/declines.ts';
import { CANCELLATION_ORIGINS, CANCELLATION_STATUSES, PAYMENT_STATUSES } from '../../domain/payment.ts';
import { PROVIDERS } from '../../domain/providers.ts';
import { methodSchema } from './method.ts';

const time = z.iso.datetime();
const minor = z.int().min(0);

export const declineSchema = z
  .strictObject({
    reason: z.enum(DECLINE_REASONS),
    pgCode: z.string().openapi({ description: "The gateway's own code, for your support desk." }),
    pgMessage: z.string(),
  })
  .openapi('Decline');

const cancellationSchema = z
  .strictObject({
    cancellationId: z.string(),
    amount: minor.openapi({ description: '0 when nothing had been paid yet.' }),
    reason: z.string(),
    origin: z.enum(CANCELLATION_ORIGINS),
    status: z.enum(CANCELLATION_STATUSES),
    requestedAt: time,
    settledAt: time.nullable(),
  })
  .openapi('Cancellation');

const checkoutSchema = z
  .strictObject({
    provider: z.enum(PROVIDERS),
    url: z.string().optional().openapi({ description: 'A hosted window, where one is configured: open it.' }),
    sdk: z.record(z.string(), z.unknown()).openapi({ description: "What the gateway's browser SDK takes." }),
  })
  .openapi('Checkout');

const virtualAccountSchema = z
  .strictObject({
    bank: z.string().openapi({ description: "The bank in the gateway's own words." }),
    accountNumber: z.string(),
    holderName: z.string().nullable(),
    dueAt: time.openapi({ description: 'Until when a deposit is taken.' }),
  })
  .openapi('VirtualAccount');

export const paymentSchema = z
  .strictObject({
    paymentId: z.string(),
    orderId: z.string(),
    orderName: z.string(),
    amount: minor,
    currency: z.string(),
    method: methodSchema,
    provider: z.enum(PROVIDERS),
    status: z.enum(PAYMENT_STATUSES),
    pgTransactionId: z.string().nullable(),
    cancelledAmount: minor.openapi({ description: 'Given back so far.' }),
    cancellableAmount: minor.openapi({ description: 'What may still be cancelled.' }),
    cancellations: z.array(cancellationSchema),
    decline: declineSchema.optional().openapi({ description: 'Only when the gateway declined it.' }),
    checkout: checkoutSchema.optional().openapi({ description: 'Only while READY.' }),
    virtualAccount: virtualAccountSchema
      .optional()
      .openapi({ description: 'Where to pay in. Only while WAITING_FOR_DEPOSIT.' }),
    createdAt: time,
    expiresAt: time,
    approvedAt: time.optional(),
  })
  .openapi('Payment');

export const paymentPageSchema = z
  .strictObject({
    items: z.array(paymentSchema),
    nextCursor: z.string().nullable().openapi({ description: 'Null on the last page.' }),
  })
  .openapi('PaymentPage');

export type PaymentBody = z.input<typeof paymentSchema>;
