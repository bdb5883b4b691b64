/**
 * What a client asks for, after its shape was checked: what travels from the API through a workflow to the database.
 * JSON-serialisable.
 */
import type { PaymentMethod } from './methods.ts';
import type { Provider } from './providers.ts';

export type CreateRequest = {
  readonly paymentId: string;
  readonly userId: string;
  /** SHA-256 of the client's Idempotency-Key, scoped to issuer and user; null without a key. */
  readonly idempotencyKeyHash: string | null;
  /** SHA-256 of what was asked for: another one under the same key is refused. */
  readonly requestHash: string;
  readonly orderId: string;
  readonly orderName: string;
  readonly items: readonly OrderItem[];
  readonly amount: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly provider: Provider;
  readonly customer: Customer | null;
  readonly metadata: Readonly<Record<string, string>>;
};

export type OrderItem = {
  readonly id?: string | undefined;
  readonly name: string;
  readonly quantity: number;
  readonly unitAmount: number;
};

/** Identifies a person: encrypted wherever it is stored. */
export type Customer = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
};

export type CompleteRequest = { readonly pgTransactionId: string };

/** A look at the gateway that the gateway asked for: told for whoever reads the history, believed by nobody. */
export type WebhookRequest = {
  readonly provider: Provider;
  readonly deliveryId: string;
  readonly type: string;
};

export type CancelRequest = {
  /** Minted by the API from the key (or freshly), so that a repeat is the same cancellation. */
  readonly cancellationId: string;
  readonly idempotencyKeyHash: string | null;
  readonly requestHash: string;
  /** Integer, minor unit; absent: all that is left. */
  readonly amount?: number | undefined;
  readonly reason: string;
  /** Where a virtual account's money is to go back to. */
  readonly refundAccount?: RefundAccount | undefined;
};

/** Identifies a person: encrypted wherever it is stored. */
export type RefundAccount = {
  /** In the gateway's own words. */
  readonly bank: string;
  /** Digits only. */
  readonly accountNumber: string;
  readonly holderName: string;
};
