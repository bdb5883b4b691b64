/**
 * The parts of PortOne's answers that are used, and nothing more: a field that we do not read must not be able
 * to make an answer unreadable. Names and optionality follow the OpenAPI document (PortOne API 1.16.0).
 */
import { z } from 'zod';
import { bounded, gatewayId as id, listedId, gatewayTime as time } from '../answer-parts.ts';

const amountMinor = z.int().min(0);

export const cancellationSchema = z.object({
  status: z.enum(['REQUESTED', 'SUCCEEDED', 'FAILED']),
  id,
  totalAmount: amountMinor,
  reason: z.string(),
  requestedAt: time,
  cancelledAt: time.optional(),
  trigger: z.string().optional(),
});

export type PortOneCancellation = z.infer<typeof cancellationSchema>;

const common = {
  id,
  transactionId: id,
  storeId: z.string(),
};

const agreed = {
  ...common,
  channel: z.object({ type: z.string(), key: z.string().optional() }),
  requestedAt: time,
  amount: z.object({ total: amountMinor }),
  currency: z.string().regex(/^[A-Z]{3,10}$/),
};

/** Of whatever means of payment: is it a virtual account, and has one been issued? */
const method = z.object({ type: z.string(), accountNumber: z.string().optional() }).optional();

export type PortOneMethod = z.infer<typeof method>;

const paid = {
  ...agreed,
  method,
  paidAt: time.optional(),
  cancellations: z.array(cancellationSchema).default([]),
};

const text = z.string().transform(bounded);

const virtualAccountSchema = z.object({
  type: z.literal('PaymentMethodVirtualAccount'),
  accountNumber: text.pipe(z.string().min(1)),
  bank: text.optional(),
  remitteeName: text.optional(),
  expiredAt: time.optional(),
  issuedAt: time.optional(),
});

/** By `status`; one that is not listed here is somebody else's to explain, so it is `unlisted`, not a guess. */
export const paymentSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('READY'), ...common }),
  z.object({ status: z.literal('PAY_PENDING'), ...common }),
  z.object({ status: z.literal('VIRTUAL_ACCOUNT_ISSUED'), ...agreed, method: virtualAccountSchema }),
  z.object({
    status: z.literal('FAILED'),
    ...common,
    method,
    failure: z.object({
      reason: z.string().optional(),
      pgCode: z.string().optional(),
      pgMessage: z.string().optional(),
    }),
  }),
  z.object({ status: z.literal('PAID'), ...paid, paidAt: time }),
  z.object({ status: z.literal('PARTIAL_CANCELLED'), ...paid }),
  z.object({ status: z.literal('CANCELLED'), ...paid }),
]);

export type PortOnePayment = z.infer<typeof paymentSchema>;
export type PortOnePaymentWithMoney = Extract<PortOnePayment, { cancellations: unknown }>;
export type PortOneIssuedAccount = Extract<PortOnePayment, { status: 'VIRTUAL_ACCOUNT_ISSUED' }>;

export const STATUSES = paymentSchema.options.map((option) => option.shape.status.value);

export const transactionsSchema = z.object({
  items: z.array(z.object({ id: z.string(), paymentId: z.string() })),
});

/** Of a listed payment only what places it in the list; the rest is read by `paymentSchema`, one by one. */
export const changedSchema = z.object({
  items: z.array(z.looseObject({ id: listedId, statusChangedAt: time })),
});

export const closeAnswerSchema = z.object({ closedAt: time });

export const cancelAnswerSchema = z.object({ cancellation: cancellationSchema });

export const errorSchema = z.object({
  type: z.string(),
  message: z.string().optional(),
  pgCode: z.string().optional(),
  pgMessage: z.string().optional(),
});
