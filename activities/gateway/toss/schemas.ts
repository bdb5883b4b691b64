/**
 * The parts of Toss Payments' answers that are used, and nothing more: a field that we do not read must not be able
 * to make an answer unreadable. Names follow version 2022-11-16; what does not apply to a payment is null there.
 */
import { z } from 'zod';
import { bounded, gatewayId, gatewayTime } from '../answer-parts.ts';

const cancelSchema = z.object({
  cancelAmount: z.number().nonnegative(),
  cancelReason: z.string().nullish(),
  canceledAt: gatewayTime,
  transactionKey: gatewayId,
  /** Younger than the version; where it is missing, what is listed is done. */
  cancelStatus: z.enum(['DONE', 'IN_PROGRESS', 'ABORTED']).nullish(),
});

export type TossCancel = z.infer<typeof cancelSchema>;

const text = z.string().transform(bounded);

/** How a virtual account's refund goes on: the transfer comes days after the cancellation. */
const refundSchema = z.object({
  refundStatus: z.enum(['NONE', 'PENDING', 'FAILED', 'PARTIAL_FAILED', 'COMPLETED']).nullish(),
});

export type TossRefundStatus = NonNullable<z.infer<typeof refundSchema>['refundStatus']>;

const openAccountSchema = z.object({
  bankCode: text,
  accountNumber: text.pipe(z.string().min(1)),
  customerName: text.nullish(),
  dueDate: gatewayTime,
  expired: z.boolean(),
});

const common = {
  paymentKey: gatewayId,
  orderId: z.string(),
  mId: z.string(),
  virtualAccount: refundSchema.nullish(),
};

const amount = {
  ...common,
  currency: z.string().regex(/^[A-Z]{3}$/),
  totalAmount: z.number().positive(),
};

const money = {
  ...amount,
  balanceAmount: z.number().nonnegative(),
  approvedAt: gatewayTime,
  cancels: z
    .array(cancelSchema)
    .nullish()
    .transform((cancels) => cancels ?? []),
};

/** A virtual account that was closed before anything was paid in reads as cancelled too: it was never approved. */
const cancelled = { ...money, approvedAt: gatewayTime.nullish() };

/** By `status`; one that is not listed here is somebody else's to explain, so it is `unlisted`, not a guess. */
export const paymentSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('READY'), ...common }),
  z.object({ status: z.literal('IN_PROGRESS'), ...amount }),
  z.object({ status: z.literal('WAITING_FOR_DEPOSIT'), ...amount, virtualAccount: openAccountSchema }),
  z.object({ status: z.literal('DONE'), ...money }),
  z.object({ status: z.literal('CANCELED'), ...cancelled }),
  z.object({ status: z.literal('PARTIAL_CANCELED'), ...cancelled }),
  z.object({
    status: z.literal('ABORTED'),
    ...common,
    failure: z.object({ code: z.string(), message: z.string().nullish() }).nullish(),
  }),
  z.object({ status: z.literal('EXPIRED'), ...common }),
]);

export type TossPayment = z.infer<typeof paymentSchema>;
export type TossPaymentWithMoney = Extract<TossPayment, { balanceAmount: unknown }>;

export const STATUSES = paymentSchema.options.map((option) => option.shape.status.value);

export const errorSchema = z.object({ code: z.string(), message: z.string().nullish() });
