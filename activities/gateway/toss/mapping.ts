/**
 * Toss Payments' answers → the standings of the gateway port. Pure; what it cannot place is `unknown`.
 */
import type {
  Agreement,
  GatewayCancellation,
  GatewayStanding,
  Holding,
} from '../../../domain/gateway-port.ts';
import { toMinor } from '../../../domain/major-units.ts';
import type { Money } from '../../../domain/money.ts';
import { bounded, unknown, unknownBy, whyOfStatus, whyUnread } from '../answer-parts.ts';
import { cancellationIdIn } from '../cancel-reason.ts';
import { lookUp } from '../classify.ts';
import { declineReasonOf } from '../decline-reasons.ts';
import type { GatewayReply } from '../http-client.ts';
import { RETRIEVE_ERRORS } from './retrieve-errors.ts';
import {
  errorSchema,
  paymentSchema,
  STATUSES,
  type TossCancel,
  type TossPayment,
  type TossPaymentWithMoney,
  type TossRefundStatus,
} from './schemas.ts';

export type Expected = {
  readonly paymentId: string;
  readonly merchantId: string;
  /** Do our keys speak of the kind of money (live, test) that is configured? */
  readonly isRightKeyType: boolean;
};

export type Reading = {
  readonly standing: GatewayStanding;
  /** The transaction that it is about, when it is one under our id. */
  readonly pgTransactionId?: string;
  /** The answer was a payment, and none of ours. */
  readonly isOfAnotherOrder?: boolean;
};

export function toReading(reply: GatewayReply, expected: Expected): Reading {
  if (reply.kind === 'none') return { standing: unknown(reply.why) };
  if (reply.status !== 200) return { standing: toUnread(reply) };
  const payment = paymentSchema.safeParse(reply.body);
  if (!payment.success) return { standing: unknown(whyUnread(reply.body, STATUSES)) };
  const { orderId, paymentKey } = payment.data;
  const standing = toStanding(payment.data, expected);
  return orderId === expected.paymentId
    ? { standing, pgTransactionId: paymentKey }
    : { standing, isOfAnotherOrder: true };
}

function toStanding(payment: TossPayment, expected: Expected): GatewayStanding {
  switch (payment.status) {
    case 'DONE':
      return toHeld('approved', payment, expected);
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      if (payment.approvedAt !== null && payment.approvedAt !== undefined)
        return toHeld('cancelled', payment, expected);
      break;
    case 'IN_PROGRESS':
      return toAgreed(payment, expected);
    case 'READY':
    case 'EXPIRED':
    case 'WAITING_FOR_DEPOSIT':
    case 'ABORTED':
      break;
  }
  // Somebody else's payment must not fail, or free, ours.
  return isUnderOurId(payment, expected) ? toMoneyless(payment, expected) : unknown('unlisted');
}

type Moneyless = Exclude<TossPayment, { status: 'DONE' | 'IN_PROGRESS' }>;

function toMoneyless(payment: Moneyless, expected: Expected): GatewayStanding {
  const { paymentKey: pgTransactionId } = payment;
  switch (payment.status) {
    case 'READY':
      return { kind: 'not_started' };
    // Nobody confirmed it in time: the customer may try again under the same order. Or a virtual account is over.
    case 'EXPIRED':
    case 'CANCELED':
      return hasAccount(payment) ? { kind: 'account_closed', pgTransactionId } : { kind: 'not_started' };
    // Before a deposit an account can be cancelled only whole.
    case 'PARTIAL_CANCELED':
      return hasAccount(payment) ? unknown('unlisted') : { kind: 'not_started' };
    case 'WAITING_FOR_DEPOSIT':
      return toIssued(payment, expected);
    case 'ABORTED': {
      // Nowhere is it said that failing ends an account which has a number already.
      if (hasAccount(payment)) return unknown('unlisted');
      const { code, message } = payment.failure ?? {};
      const decline = {
        reason: declineReasonOf(code),
        pgCode: bounded(code),
        pgMessage: bounded(message),
      };
      return { kind: 'declined', pgTransactionId, decline };
    }
  }
}

function toAgreed(
  payment: Extract<TossPayment, { status: 'IN_PROGRESS' }>,
  expected: Expected,
): GatewayStanding {
  const agreement = toAgreement(payment, expected);
  return agreement === undefined ? unknown('unreadable') : { kind: 'awaiting_confirm', ...agreement };
}

function toIssued(
  payment: Extract<TossPayment, { status: 'WAITING_FOR_DEPOSIT' }>,
  expected: Expected,
): GatewayStanding {
  const { bankCode: bank, accountNumber, customerName, dueDate: dueAt, expired } = payment.virtualAccount;
  // The account itself is past its time there (`expired`), whatever the payment's status still says.
  if (expired) return { kind: 'account_closed', pgTransactionId: payment.paymentKey };
  const agreement = toAgreement(payment, expected);
  if (agreement === undefined) return unknown('unreadable');
  const account = { bank, accountNumber, holderName: customerName ?? null, dueAt };
  return { kind: 'account_issued', ...agreement, account };
}

function toAgreement(
  payment: Extract<TossPayment, { totalAmount: unknown }>,
  expected: Expected,
): Agreement | undefined {
  const { paymentKey: pgTransactionId, totalAmount, currency } = payment;
  const total = toMoney(totalAmount, currency);
  return total && { pgTransactionId, total, isOurs: isOurs(payment, expected) };
}

function toHeld(
  kind: 'approved' | 'cancelled',
  payment: TossPaymentWithMoney,
  expected: Expected,
): GatewayStanding {
  const { currency, approvedAt } = payment;
  const agreement = toAgreement(payment, expected);
  const left = toMinor(payment.balanceAmount, currency);
  const cancellations: GatewayCancellation[] = [];
  for (const cancel of asRefunded(payment)) {
    const cancellation = toCancellation(cancel, currency);
    if (cancellation === undefined) return unknown('unreadable');
    cancellations.push(cancellation);
  }
  if (agreement === undefined || left === undefined || approvedAt === null || approvedAt === undefined)
    return unknown('unreadable');
  const holding = { ...agreement, approvedAt, cancellations };
  return isExplained(holding, left) ? { kind, ...holding } : unknown('unreadable');
}

/**
 * Money from a virtual account goes back by a transfer of its own, days later: what is cancelled there is not back before
 * `refundStatus` says so. It speaks of the last cancellation; of a partial failure it cannot be told which one failed.
 */
function asRefunded({ cancels, virtualAccount }: TossPaymentWithMoney): readonly TossCancel[] {
  const last = cancels.at(-1);
  const cancelStatus = REFUND_STATUS[virtualAccount?.refundStatus ?? 'NONE'];
  if (last === undefined || cancelStatus === undefined || last.cancelStatus === 'ABORTED') return cancels;
  return [...cancels.slice(0, -1), { ...last, cancelStatus }];
}

/** Undefined: the cancellation's own status stands. */
const REFUND_STATUS: Readonly<Record<TossRefundStatus, TossCancel['cancelStatus']>> = {
  NONE: undefined,
  COMPLETED: undefined,
  PENDING: 'IN_PROGRESS',
  // A failed one that is still counted as gone is not explained by the balance, and so unknown.
  FAILED: 'ABORTED',
  PARTIAL_FAILED: 'IN_PROGRESS',
};

/** Does what is left follow from what is listed? An amount that went without a trace must not be counted as held. */
function isExplained({ total, cancellations }: Holding, leftMinor: number): boolean {
  const sumOf = (status: GatewayCancellation['status']): number =>
    cancellations
      .filter((cancellation) => cancellation.status === status)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const most = total.amountMinor - sumOf('SUCCEEDED');
  return leftMinor <= most && leftMinor >= most - sumOf('REQUESTED');
}

/** Toss does not tell the API from the console: a reason that looks like ours counts as ours. */
function toCancellation(cancel: TossCancel, currency: string): GatewayCancellation | undefined {
  const amountMinor = toMinor(cancel.cancelAmount, currency);
  if (amountMinor === undefined) return undefined;
  const status = CANCELLATION_STATUS[cancel.cancelStatus ?? 'DONE'];
  return {
    pgCancellationId: cancel.transactionKey,
    cancellationId: cancellationIdIn(cancel.cancelReason ?? ''),
    amountMinor,
    status,
    cancelledAt: status === 'SUCCEEDED' ? cancel.canceledAt : null,
  };
}

const CANCELLATION_STATUS = { DONE: 'SUCCEEDED', IN_PROGRESS: 'REQUESTED', ABORTED: 'FAILED' } as const;

function toMoney(amount: number, currency: string): Money | undefined {
  const amountMinor = toMinor(amount, currency);
  return amountMinor === undefined ? undefined : { amountMinor, currency };
}

/** "Nothing there" only in Toss's own words: a proxy or a wrong address says 404 as well. */
function toUnread(reply: Extract<GatewayReply, { kind: 'answer' }>): GatewayStanding {
  const { status, body } = reply;
  const verdict = lookUp(RETRIEVE_ERRORS, errorSchema.safeParse(body).data?.code)?.verdict;
  if (verdict === 'nothing_there' && status < 500) return { kind: 'not_started' };
  return unknownBy(reply, verdict === 'temporary' ? 'server_error' : whyOfStatus(status));
}

function hasAccount({ virtualAccount }: TossPayment): boolean {
  return virtualAccount !== null && virtualAccount !== undefined;
}

function isOurs(payment: TossPayment, expected: Expected): boolean {
  return expected.isRightKeyType && isUnderOurId(payment, expected);
}

function isUnderOurId({ orderId, mId }: TossPayment, expected: Expected): boolean {
  return orderId === expected.paymentId && mId === expected.merchantId;
}
