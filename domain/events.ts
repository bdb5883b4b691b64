/**
 * What the world is told (design, section 5): CloudEvents 1.0 on the topic `payment.events.v1`, key = paymentId.
 * Consumers depend on these names and fields: add, never change.
 */
import type { MethodType } from './methods.ts';
import type { PaymentStatus } from './payment.ts';
import type { Provider } from './providers.ts';

export const EVENT_TYPES = [
  'payment.completed',
  'payment.failed',
  'payment.expired',
  'payment.virtual_account_issued',
  'payment.cancelled',
  'payment.partially_cancelled',
  'payment.late_money_returned',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export type EventData = {
  readonly paymentId: string;
  readonly orderId: string;
  readonly userId: string;
  /** Integer, minor unit: the payment's amount. */
  readonly amount: number;
  readonly currency: string;
  readonly method: MethodType;
  readonly provider: Provider;
  readonly pgTransactionId: string | null;
  readonly status: PaymentStatus;
  /** 1, 2, 3 … per payment, without a gap. */
  readonly sequence: number;
  readonly occurredAt: string;
  /** Present on the three types that give money back. */
  readonly cancellation?: EventCancellation | undefined;
};

export type EventCancellation = {
  readonly cancellationId: string;
  /** Given back by this cancellation. */
  readonly amount: number;
  /** Still held after it. */
  readonly remaining: number;
};

/** These tell of money given back, and by which cancellation. */
export const CANCELLATION_EVENT_TYPES: readonly EventType[] = [
  'payment.cancelled',
  'payment.partially_cancelled',
  'payment.late_money_returned',
];

/** Entering a state tells this event; `null`: nobody is told. */
export const EVENT_ON_ENTERING: Readonly<Record<PaymentStatus, EventType | null>> = {
  READY: null,
  CONFIRMING: null,
  WAITING_FOR_DEPOSIT: 'payment.virtual_account_issued',
  PAID: 'payment.completed',
  PARTIALLY_CANCELLED: 'payment.partially_cancelled',
  CANCELLED: 'payment.cancelled',
  FAILED: 'payment.failed',
  EXPIRED: 'payment.expired',
};
