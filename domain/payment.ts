/**
 * The payment as every part of the server sees it: JSON-serialisable (times are ISO 8601 strings in UTC with
 * milliseconds), and free of what identifies a person, so that it may travel through workflows and answers.
 */
import type { AttentionReason } from './attention.ts';
import type { DeclineReason } from './declines.ts';
import type { JsonValue } from './json-value.ts';
import type { PaymentMethod } from './methods.ts';
import type { Money } from './money.ts';
import type { Provider } from './providers.ts';

export const PAYMENT_STATUSES = [
  'READY',
  'CONFIRMING',
  'WAITING_FOR_DEPOSIT',
  'PAID',
  'PARTIALLY_CANCELLED',
  'CANCELLED',
  'FAILED',
  'EXPIRED',
] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const CANCELLATION_STATUSES = ['REQUESTED', 'SUCCEEDED', 'FAILED', 'AWAITING_REFUND_ACCOUNT'] as const;
export type CancellationStatus = (typeof CANCELLATION_STATUSES)[number];

/** Who wanted a cancellation. Only CLIENT ones are asked for over the API. */
export const CANCELLATION_ORIGINS = [
  'CLIENT',
  'LATE_MONEY',
  'MISMATCH',
  'UNRECORDABLE',
  'OPERATOR',
  'EXTERNAL',
] as const;
export type CancellationOrigin = (typeof CANCELLATION_ORIGINS)[number];

export type Cancellation = {
  readonly cancellationId: string;
  /** Integer, minor unit; 0 when nothing had been paid yet. */
  readonly amount: number;
  readonly reason: string;
  readonly origin: CancellationOrigin;
  readonly status: CancellationStatus;
  /** The gateway's id for it, once known. */
  readonly pgCancellationId: string | null;
  /** The gateway's code for its refusal (`KEY_EXPIRED`: ours, see `domain/holding.ts`); null when not refused. */
  readonly refusalCode: string | null;
  /** SHA-256 of the key under which a client asked for it, or supplied its refund account; null without one. */
  readonly idempotencyKeyHash: string | null;
  /** SHA-256 of what the client asked for; null for refunds of our own. */
  readonly requestHash: string | null;
  /** When the request was first sent to the gateway: it dates the idempotency key; set → ask before sending. */
  readonly firstSentAt: string | null;
  /** Whether the record holds an account that the money goes back to; which one only the database tells. */
  readonly hasRefundAccount: boolean;
  readonly requestedAt: string;
  readonly settledAt: string | null;
};

/** Why the gateway refused: stable words of ours, and the gateway's own, for the client's support desk. */
export type Decline = { readonly reason: DeclineReason; readonly pgCode: string; readonly pgMessage: string };

/** Where a customer pays in. Told to the payment's owner only; encrypted in the database. */
export type VirtualAccount = {
  /** The bank in the gateway's own words (PortOne: an enum, Toss: a two-digit code). */
  readonly bank: string;
  readonly accountNumber: string;
  /** Whose name the account bears. */
  readonly holderName: string | null;
  /** ISO 8601: until when a deposit is taken. */
  readonly dueAt: string;
};

/** What a client needs to open the gateway's payment window. */
export type Checkout = {
  readonly provider: Provider;
  /** Where a hosted window is configured: open it in a browser. */
  readonly url?: string | undefined;
  /** What the gateway's browser SDK takes, in its own words. */
  readonly sdk: Readonly<Record<string, JsonValue>>;
};

/** What is confirmed, and since when its outcome is open; null while nothing was ever sent, or nothing of it is left. */
export type Confirmation = {
  /** The gateway's name for what the customer agreed to; the only one that is ever sent again. */
  readonly pgTransactionId: string;
  /** Null: decided, not sent yet. It dates the idempotency key; set → ask before sending again. */
  readonly firstSentAt: string | null;
};

export type Payment = {
  readonly paymentId: string;
  readonly userId: string;
  readonly orderId: string;
  readonly orderName: string;
  /** Integer, minor unit of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly provider: Provider;
  readonly status: PaymentStatus;
  /** Grows by one with every change; the compare-and-set of every write. */
  readonly version: number;
  /** Null until the gateway confirmed it. */
  readonly pgTransactionId: string | null;
  /** What the gateway holds or held under our id; after a mismatch this is not `amount`. */
  readonly held: Money | null;
  /** Our own call as the approval; null with gateways that approve in their window. */
  readonly confirmation: Confirmation | null;
  readonly decline: Decline | null;
  /** The stable code a settled payment answers `complete` with (AMOUNT_MISMATCH after a mismatch), if not by its state. */
  readonly failureCode: string | null;
  readonly attention: AttentionReason | null;
  readonly checkout: Checkout;
  /** Null until one was issued. */
  readonly virtualAccount: VirtualAccount | null;
  readonly cancellations: readonly Cancellation[];
  readonly requestHash: string;
  /** Sequence of the last event written, and of the last one published: what lies between waits for Kafka. */
  readonly eventSequence: number;
  readonly publishedSequence: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly approvedAt: string | null;
};

/** Minor units given back so far (settled cancellations). */
export function cancelledAmount(payment: Payment): number {
  return sumOf(payment, ['SUCCEEDED']);
}

/** Minor units that may still be cancelled: what is held, less what was given back or is being given back. */
export function cancellableAmount(payment: Payment): number {
  if (payment.held === null) return 0;
  return payment.held.amountMinor - sumOf(payment, ['SUCCEEDED', 'REQUESTED', 'AWAITING_REFUND_ACCOUNT']);
}

/** The cancellation whose outcome is open; there is at most one. */
export function cancellationInFlight(payment: Payment): Cancellation | undefined {
  return payment.cancellations.find((cancellation) => cancellation.status === 'REQUESTED');
}

/** The refund that waits to be told where its money goes; there is at most one. */
export function awaitingRefundAccount(payment: Payment): Cancellation | undefined {
  return payment.cancellations.find(({ status }) => status === 'AWAITING_REFUND_ACCOUNT');
}

/** What was paid into a virtual account has no way back of its own: somebody must say where to. */
export function needsRefundAccount({ method }: Pick<Payment, 'method'>): boolean {
  return method.type === 'VIRTUAL_ACCOUNT';
}

function sumOf(payment: Payment, statuses: readonly CancellationStatus[]): number {
  return payment.cancellations
    .filter((cancellation) => statuses.includes(cancellation.status))
    .reduce((sum, cancellation) => sum + cancellation.amount, 0);
}
