/**
 * Toss Payments' answers → the standings of the gateway port. Pure; what it cannot place is `unknown`.
 */
import type { GatewayCancellation, GatewayStanding, Holding } from '../../../domain/gateway-port.ts';
import { toMinor } from '../../../domain/major-units.ts';
import type { Money } from '../../../domain/money.ts';
import { bounded, unknown, whyOfStatus, whyUnread } from '../answer-parts.ts';
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
      return isUnderOurId(payment, expected) ? { kind: 'not_started' } : unknown('unlisted');
    case 'IN_PROGRESS':
      return toAgreed(payment, expected);
    case 'READY':
    case 'EXPIRED':
    case 'WAITING_FOR_DEPOSIT':
    case 'ABORTED':
      // Somebody else's payment must not fail, or free, ours.
      return isUnderOurId(payment, expected) ? toMoneyless(payment) : unknown('unlisted');
  }
}

type Moneyless = Extract<TossPayment, { status: 'READY' | 'EXPIRED' | 'WAITING_FOR_DEPOSIT' | 'ABORTED' }>;

function toMoneyless(payment: Moneyless): GatewayStanding {
  const { paymentKey: pgTransactionId } = payment;
  switch (payment.status) {
    case 'READY':
    // Nobody confirmed it in time: the customer may try again under the same order.
    case 'EXPIRED':
      return { kind: 'not_started' };
    case 'WAITING_FOR_DEPOSIT':
      return { kind: 'account_issued', pgTransactionId };
    case 'ABORTED': {
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
  const total = toMoney(payment.totalAmount, payment.currency);
  if (total === undefined) return unknown('unreadable');
  return {
    kind: 'awaiting_confirm',
    pgTransactionId: payment.paymentKey,
    total,
    isOurs: isOurs(payment, expected),
  };
}

function toHeld(
  kind: 'approved' | 'cancelled',
  payment: TossPaymentWithMoney,
  expected: Expected,
): GatewayStanding {
  const { currency, approvedAt } = payment;
  const total = toMoney(payment.totalAmount, currency);
  const left = toMinor(payment.balanceAmount, currency);
  const cancellations: GatewayCancellation[] = [];
  for (const cancel of payment.cancels) {
    const cancellation = toCancellation(cancel, currency);
    if (cancellation === undefined) return unknown('unreadable');
    cancellations.push(cancellation);
  }
  if (total === undefined || left === undefined || approvedAt === null || approvedAt === undefined)
    return unknown('unreadable');
  const { paymentKey: pgTransactionId } = payment;
  const holding = { pgTransactionId, total, approvedAt, isOurs: isOurs(payment, expected), cancellations };
  return isExplained(holding, left) ? { kind, ...holding } : unknown('unreadable');
}

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
function toUnread({ status, body }: Extract<GatewayReply, { kind: 'answer' }>): GatewayStanding {
  const verdict = lookUp(RETRIEVE_ERRORS, errorSchema.safeParse(body).data?.code)?.verdict;
  if (verdict === 'nothing_there' && status < 500) return { kind: 'not_started' };
  return unknown(verdict === 'temporary' ? 'server_error' : whyOfStatus(status));
}

function isOurs(payment: TossPayment, expected: Expected): boolean {
  return expected.isRightKeyType && isUnderOurId(payment, expected);
}

function isUnderOurId({ orderId, mId }: TossPayment, expected: Expected): boolean {
  return orderId === expected.paymentId && mId === expected.merchantId;
}
