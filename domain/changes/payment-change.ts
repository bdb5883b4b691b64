/**
 * One change of a payment as data: decided here without any effect, written by the database in one transaction
 * with its event and sequence number, compare-and-set on `fromVersion` (design, rule 6).
 */
import type { AttentionReason } from '../attention.ts';
import type { ErrorCode } from '../errors.ts';
import type { EventType } from '../events.ts';
import type { Money } from '../money.ts';
import type { OperatorAction } from '../operator.ts';
import type {
  CancellationOrigin,
  CancellationStatus,
  Confirmation,
  Decline,
  PaymentStatus,
  VirtualAccount,
} from '../payment.ts';
import type { RefundAccount } from '../requests.ts';

export type PaymentChange = {
  readonly paymentId: string;
  readonly fromVersion: number;
  /** Names this change for ever: written twice it changes nothing. */
  readonly transitionId: string;
  readonly to: PaymentStatus;
  readonly set?: PaymentFields | undefined;
  /** At most one row is opened in one change. */
  readonly open?: NewCancellation | undefined;
  readonly amend?: CancellationFields | undefined;
  readonly event?: EventType | undefined;
  /** The person who had it made. */
  readonly operator?: OperatorAction | undefined;
};

/** Absent: stays as it is. */
export type PaymentFields = {
  readonly pgTransactionId?: string | undefined;
  readonly held?: Money | undefined;
  readonly approvedAt?: string | undefined;
  /** Null: nothing of it is left, another may begin. */
  readonly confirmation?: Confirmation | null | undefined;
  readonly decline?: Decline | undefined;
  /** Stored encrypted. */
  readonly virtualAccount?: VirtualAccount | undefined;
  readonly expiresAt?: string | undefined;
  /** Null: it will not end so after all. */
  readonly failureCode?: ErrorCode | null | undefined;
  readonly attention?: AttentionReason | null | undefined;
};

export type NewCancellation = {
  readonly identity: CancellationIdentity;
  readonly amount: number;
  readonly reason: string;
  readonly origin: CancellationOrigin;
  readonly status: Exclude<CancellationStatus, 'FAILED'>;
  readonly pgCancellationId?: string | undefined;
  /** Stored encrypted. */
  readonly refundAccount?: RefundAccount | undefined;
};

/**
 * Minted by the API for a client; for a refund of our own derived (hashed by the database activity) from payment,
 * origin and the gateway's id, so that no run state goes into it.
 */
export type CancellationIdentity =
  | {
      readonly kind: 'minted';
      readonly cancellationId: string;
      readonly idempotencyKeyHash: string | null;
      readonly requestHash: string;
    }
  | { readonly kind: 'derived'; readonly pgId: string };

export type CancellationFields = {
  readonly cancellationId: string;
  readonly status?: CancellationStatus | undefined;
  readonly amount?: number | undefined;
  readonly pgCancellationId?: string | undefined;
  /** The gateway's code and words for its refusal. */
  readonly refusal?: { readonly pgCode: string; readonly pgMessage: string } | undefined;
  /** Stored encrypted. */
  readonly refundAccount?: RefundAccount | undefined;
  /** Who supplied the account, so that a repeat finds this row. */
  readonly suppliedBy?: { readonly idempotencyKeyHash: string; readonly requestHash: string } | undefined;
};
