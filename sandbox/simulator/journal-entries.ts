/**
 * What the simulator writes down, one JSON line each, before it answers: the truth about money in every test.
 * Card numbers appear masked only.
 */
import { z } from 'zod';

/** What the customer was asked for, as read from the checkout URL (which a client can tamper with). */
export const orderTermsSchema = z.object({
  storeId: z.string(),
  channelKey: z.string(),
  channelType: z.enum(['LIVE', 'TEST']),
  orderName: z.string(),
  totalMinor: z.int().positive(),
  currency: z.string(),
  payMethod: z.enum(['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE', 'VIRTUAL_ACCOUNT']),
  installmentMonths: z.int().min(0).optional(),
  /** Of a virtual account. */
  validForMs: z.int().positive().optional(),
});

export type OrderTerms = z.infer<typeof orderTermsSchema>;

const cardSchema = z.object({ brand: z.enum(['VISA', 'LOCAL']), maskedNumber: z.string() });

export type MaskedCard = z.infer<typeof cardSchema>;

/** Where the customer pays in; the bank is the same for all. */
const accountSchema = z.object({
  accountNumber: z.string(),
  holderName: z.string(),
  dueAt: z.iso.datetime(),
});

export type Account = z.infer<typeof accountSchema>;

/** Where money goes back to. */
export const refundAccountSchema = z.object({
  bank: z.string(),
  accountNumber: z.string(),
  holderName: z.string(),
});

export type RefundAccount = z.infer<typeof refundAccountSchema>;

/** What a test card, or the choice in its place, comes to. */
export const OUTCOMES = ['approved', 'declined', 'insufficient', 'expired', 'invalid', 'pending'] as const;

export type OutcomeName = (typeof OUTCOMES)[number];

const TRIGGERS = ['API', 'CONSOLE', 'CHARGEBACK'] as const;

const ofPayment = { at: z.iso.datetime(), paymentId: z.string() };
const ofAttempt = { ...ofPayment, transactionId: z.string() };
const ofCancellation = {
  ...ofPayment,
  cancellationId: z.string(),
  amountMinor: z.int().positive(),
  idempotencyKey: z.string().nullable(),
};

export const journalEntrySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('attempt_started'),
    ...ofAttempt,
    terms: orderTermsSchema,
    card: cardSchema.nullable(),
  }),
  /** The customer agreed, and nothing moves before it is confirmed; that will come to `outcome`. */
  z.object({ type: z.literal('authenticated'), ...ofAttempt, outcome: z.enum(OUTCOMES) }),
  /** Nobody confirmed it in time. */
  z.object({ type: z.literal('expired'), ...ofAttempt }),
  z.object({ type: z.literal('attempt_pending'), ...ofAttempt }),
  z.object({ type: z.literal('account_issued'), ...ofAttempt, account: accountSchema }),
  /** Before anything was paid in. */
  z.object({
    type: z.literal('account_closed'),
    ...ofAttempt,
    reason: z.string(),
    idempotencyKey: z.string().nullable(),
  }),
  /** The money is there: by card at once, by virtual account with the deposit, in whatever amount that came. */
  z.object({
    type: z.literal('approved'),
    ...ofAttempt,
    amountMinor: z.int().positive(),
    currency: z.string(),
    approvalNumber: z.string(),
  }),
  /** The bank has taken a deposit back; the account waits again. */
  z.object({ type: z.literal('deposit_reversed'), ...ofAttempt, amountMinor: z.int().positive() }),
  z.object({ type: z.literal('declined'), ...ofAttempt, code: z.string(), message: z.string() }),
  z.object({
    type: z.literal('cancellation_requested'),
    ...ofCancellation,
    reason: z.string(),
    trigger: z.enum(TRIGGERS),
    /** Of a virtual account's refund. */
    refundAccount: refundAccountSchema.optional(),
    /** When an asynchronous cancellation settles by itself, and how; null waits for a control call. */
    settles: z.object({ at: z.iso.datetime(), outcome: z.enum(['SUCCEEDED', 'FAILED']) }).nullable(),
  }),
  z.object({ type: z.literal('cancelled'), ...ofCancellation }),
  z.object({ type: z.literal('cancellation_failed'), ...ofCancellation }),
  /** The answer under an idempotency key, given again to a repeat, also after a restart. */
  z.object({
    type: z.literal('answer_kept'),
    ...ofPayment,
    path: z.string(),
    idempotencyKey: z.string(),
    status: z.int(),
    body: z.string(),
  }),
  z.object({
    type: z.literal('call'),
    ...ofPayment,
    call: z.string(),
    idempotencyKey: z.string().nullable(),
    /** What the caller got: `answered`, or how the answer was withheld. */
    outcome: z.string(),
    status: z.int().nullable(),
    fault: z.string().nullable(),
  }),
]);

export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>;
