/**
 * What a payment gateway (PG) must be able to do for us. An adapter translates; it decides nothing: every
 * answer it cannot place is `unknown`, and unknown is not failed (design, rule 1).
 */

import type { MethodType } from './methods.ts';
import type { Money } from './money.ts';
import type { CancellationStatus, Checkout, Decline, Payment, VirtualAccount } from './payment.ts';
import type { Provider } from './providers.ts';
import type { RefundAccount } from './requests.ts';

/** Told apart by `approval`: only a gateway whose approval is our own call has `confirm`. */
export type GatewayPort = InWindowGateway | OnConfirmGateway;

/** The money moves in the gateway's window; confirming is asking (`retrieve`). */
export type InWindowGateway = GatewayBase & { readonly approval: 'in_window' };

/** The customer agrees in the window; the money moves by our `confirm`, and by nothing else. */
export type OnConfirmGateway = GatewayBase & {
  readonly approval: 'on_confirm';
  /**
   * Moves money: the caller has committed when it is first sent, and repeats the same key. Once it was sent, a
   * standing of `not_started` or `awaiting_confirm` is no proof that it came to nothing: the same order again tells.
   */
  confirm(order: ConfirmOrder, signal: AbortSignal): Promise<ConfirmResult>;
};

type GatewayBase = {
  readonly provider: Provider;
  readonly supportedMethods: readonly MethodType[];
  /** How long the gateway remembers an idempotency key, less a margin: after that only ask. */
  readonly idempotencyKeyLifetimeMs: number;

  /** What the client needs to open the gateway's window. Pure: no call is made. */
  checkout(order: CheckoutOrder): Checkout;
  /** What the gateway knows under our own id. Never throws for an answer: what is unclear is `unknown`. */
  retrieve(query: RetrieveQuery, signal: AbortSignal): Promise<GatewayReport>;
  /** Gives money back. Moves money: the caller has committed `firstSentAt` before, and repeats the same key. */
  cancel(order: CancelOrder, signal: AbortSignal): Promise<CancelResult>;
  /** Ends an account that waits for its deposit, so that nothing can come in any more. Repeated with the same key. */
  closeVirtualAccount(order: CloseAccountOrder, signal: AbortSignal): Promise<CloseAccountResult>;
  /** What has changed there in a span of time, for the reconciler. A gateway without it is not reconciled. */
  readonly listChanged?: (query: ChangedQuery, signal: AbortSignal) => Promise<ChangedResult>;
};

export type ChangedQuery = {
  /** ISO 8601; when the payment last changed at the gateway, both ends included. */
  readonly from: string;
  readonly until: string;
  /** The page before told it; null: the first page. */
  readonly cursor: string | null;
};

export type ChangedResult =
  /** A payment may come on two pages, but none is left out that stays unchanged meanwhile. */
  | { readonly kind: 'page'; readonly items: readonly ChangedPayment[]; readonly next: string | null }
  | UnknownOutcome;

/**
 * Where a payment stands; or, where the list has no more than single movements of money, one of them: a payment then
 * comes as often as something moved. `paymentId` is as the gateway has it: another system's, when the store serves
 * more than one.
 */
export type ChangedPayment =
  | { readonly paymentId: string; readonly standing: GatewayStanding }
  | { readonly paymentId: string; readonly movement: Movement };

export type Movement =
  | { readonly kind: 'approved'; readonly pgTransactionId: string; readonly money: Money }
  | { readonly kind: 'cancelled'; readonly pgCancellationId: string; readonly money: Money }
  /** Something that the list alone does not explain. */
  | { readonly kind: 'other' };

export type CheckoutOrder = Pick<Payment, 'paymentId' | 'orderName' | 'amount' | 'currency' | 'method'>;

export type RetrieveQuery = {
  /** Our id; the only one the gateway is asked by. */
  readonly paymentId: string;
  /** What a client claims; the report then says whether the gateway knows it under our id. */
  readonly pgTransactionId?: string | undefined;
};

export type GatewayReport = {
  readonly standing: GatewayStanding;
  /** Of the claimed `pgTransactionId`: is it one of the attempts under our id? `unasked` without a claim. */
  readonly claimed: 'unasked' | 'known' | 'unknown_here' | 'no_attempt' | 'undetermined';
};

export type GatewayStanding =
  | ({ readonly kind: 'approved' } & Holding)
  /** All or a part of what was approved has been given back. */
  | ({ readonly kind: 'cancelled' } & Holding)
  | ({ readonly kind: 'account_issued' } & IssuedAccount)
  /** A virtual account that nothing was paid into, and nothing can be any more. */
  | { readonly kind: 'account_closed'; readonly pgTransactionId: string }
  | { readonly kind: 'declined'; readonly pgTransactionId: string; readonly decline: Decline }
  | { readonly kind: 'not_started' }
  /** The customer has agreed in the window and nothing has moved: only with gateways of approval `on_confirm`. */
  | ({ readonly kind: 'awaiting_confirm' } & Agreement)
  | { readonly kind: 'pending' }
  | UnknownOutcome;

export type UnknownOutcome = {
  readonly kind: 'unknown';
  /** One of ours, never the gateway's text. */
  readonly why: UnknownWhy;
  /** How long the gateway wants to be left alone (its `Retry-After`); only with `rate_limited`. */
  readonly retryAfterMs?: number | undefined;
};

export type UnknownWhy =
  | 'timeout'
  | 'connection'
  | 'server_error'
  | 'rate_limited'
  | 'unreadable'
  | 'unlisted';

/** What the customer agreed to; compare it before confirming: a client can change what the window is opened with. */
export type Agreement = Pick<Holding, 'pgTransactionId' | 'total' | 'isOurs'>;

/** Where the customer is to pay in, and how much: compared as money is, before anything is paid. */
export type IssuedAccount = Agreement & { readonly account: VirtualAccount };

export type Holding = {
  readonly pgTransactionId: string;
  /** The total the customer was asked for, before the gateway's own discounts. */
  readonly total: Money;
  readonly approvedAt: string;
  /** False when the id, the store or the live/test channel are not the configured ones (test money). */
  readonly isOurs: boolean;
  readonly cancellations: readonly GatewayCancellation[];
};

export type GatewayCancellation = {
  readonly pgCancellationId: string;
  /** The cancellation of ours that caused it, read from the reason; null when made elsewhere. */
  readonly cancellationId: string | null;
  readonly amountMinor: number;
  readonly status: Exclude<CancellationStatus, 'AWAITING_REFUND_ACCOUNT'>;
  readonly cancelledAt: string | null;
};

export type ConfirmOrder = {
  readonly paymentId: string;
  /** The gateway's name for what the customer agreed to (Toss: `paymentKey`). */
  readonly pgTransactionId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** `deriveConfirmationKey` of the two ids: the same for ever. */
  readonly idempotencyKey: string;
};

export type ConfirmResult =
  | ({ readonly kind: 'approved' } & Holding)
  /** A virtual account: the money comes later. */
  | ({ readonly kind: 'account_issued' } & IssuedAccount)
  /** On the white list of definite refusals: nothing has moved, and nothing will by this transaction. */
  | { readonly kind: 'declined'; readonly pgTransactionId: string; readonly decline: Decline }
  /** Refused, and read back: nothing stands under our id. This transaction is over or was never ours. */
  | { readonly kind: 'not_started' }
  /** The gateway is at it: the same order again, a little later, tells. */
  | { readonly kind: 'pending' }
  | UnknownOutcome;

export type CancelOrder = {
  readonly paymentId: string;
  /** Goes into the reason and is the idempotency key, so that it is matched when read back. */
  readonly cancellationId: string;
  readonly amountMinor: number;
  /** ISO 4217, of what is held. */
  readonly currency: string;
  /** What we believe is left: a gateway that differs refuses. */
  readonly cancellableMinor: number;
  readonly reason: string;
  /** Where a virtual account's money goes back to; with other methods there is none. */
  readonly refundAccount?: RefundAccount | undefined;
};

export type CancelResult =
  | { readonly kind: 'succeeded'; readonly pgCancellationId: string; readonly cancelledAt: string }
  /** Accepted; the gateway finishes it later. */
  | { readonly kind: 'requested'; readonly pgCancellationId: string }
  /** On the white list of definite refusals: nothing has changed at the gateway. */
  | { readonly kind: 'refused'; readonly pgCode: string; readonly pgMessage: string }
  | UnknownOutcome;

export type CloseAccountOrder = {
  readonly paymentId: string;
  /** Derived from the payment alone: the same for ever. */
  readonly idempotencyKey: string;
};

export type CloseAccountResult =
  | { readonly kind: 'closed' }
  /** It does not wait for a deposit (any more): ask what stands. */
  | { readonly kind: 'not_waiting' }
  | UnknownOutcome;
