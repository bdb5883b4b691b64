/**
 * PortOne's answers → the closed unions of the gateway port. Pure; what it cannot place is `unknown`.
 */
import type {
  Agreement,
  CancelOrder,
  CancelResult,
  GatewayCancellation,
  GatewayStanding,
  Holding,
  IssuedAccount,
  UnknownWhy,
} from '../../../domain/gateway-port.ts';
import { bounded, unknown, unknownBy, whyOfStatus, whyUnread } from '../answer-parts.ts';
import { cancellationIdIn } from '../cancel-reason.ts';
import { lookUp } from '../classify.ts';
import { declineReasonOf } from '../decline-reasons.ts';
import type { GatewayReply } from '../http-client.ts';
import { isCertainRefusal } from './cancel-errors.ts';
import type { PortOneConfig } from './config.ts';
import { RETRIEVE_ERRORS } from './retrieve-errors.ts';
import {
  cancelAnswerSchema,
  errorSchema,
  type PortOneCancellation,
  type PortOneIssuedAccount,
  type PortOnePayment,
  type PortOnePaymentWithMoney,
  paymentSchema,
  STATUSES,
} from './schemas.ts';
import { hasIssuedAccount, isClosedAccount, isVirtualAccount, toAccount } from './virtual-account.ts';

export type Expected = Pick<
  PortOneConfig,
  'storeId' | 'channelKey' | 'channelType' | 'virtualAccountValidHours'
> & {
  readonly paymentId: string;
};

export type Reading = {
  readonly standing: GatewayStanding;
  /** The attempt that speaks for the payment now, when there is one under our id. */
  readonly transactionId?: string;
};

export function toReading(reply: GatewayReply, expected: Expected): Reading {
  if (reply.kind === 'none') return { standing: { kind: 'unknown', why: reply.why } };
  if (reply.status !== 200) return { standing: toUnread(reply) };
  const payment = paymentSchema.safeParse(reply.body);
  if (!payment.success) return { standing: unknown(whyUnread(reply.body, STATUSES)) };
  const { id, transactionId } = payment.data;
  return {
    standing: toStanding(payment.data, expected),
    ...(id === expected.paymentId && { transactionId }),
  };
}

function toStanding(payment: PortOnePayment, expected: Expected): GatewayStanding {
  const { transactionId: pgTransactionId } = payment;
  switch (payment.status) {
    case 'PAID':
      return { kind: 'approved', ...toHolding(payment, expected) };
    case 'PARTIAL_CANCELLED':
      return { kind: 'cancelled', ...toHolding(payment, expected) };
    case 'CANCELLED':
      if (payment.paidAt !== undefined || !isVirtualAccount(payment.method))
        return { kind: 'cancelled', ...toHolding(payment, expected) };
      break;
    case 'READY':
    case 'PAY_PENDING':
    case 'VIRTUAL_ACCOUNT_ISSUED':
    case 'FAILED':
      break;
  }
  // Somebody else's payment must not fail, or free, ours.
  if (!isUnderOurId(payment, expected)) return unknown('unlisted');
  switch (payment.status) {
    case 'READY':
      return { kind: 'not_started' };
    case 'PAY_PENDING':
      return { kind: 'pending' };
    case 'VIRTUAL_ACCOUNT_ISSUED':
      return { kind: 'account_issued', ...toIssued(payment, expected) };
    case 'CANCELLED':
      return isClosedAccount(payment) ? { kind: 'account_closed', pgTransactionId } : unknown('unlisted');
    case 'FAILED': {
      // Nowhere is it said that failing ends an account which has a number already.
      if (hasIssuedAccount(payment.method)) return unknown('unlisted');
      const { pgCode, pgMessage, reason } = payment.failure;
      const decline = {
        reason: declineReasonOf(pgCode),
        pgCode: bounded(pgCode),
        pgMessage: bounded(pgMessage ?? reason),
      };
      return { kind: 'declined', pgTransactionId, decline };
    }
  }
}

export function toCancelResult(reply: GatewayReply, order: CancelOrder): CancelResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200) {
    const answer = cancelAnswerSchema.safeParse(reply.body);
    return answer.success ? toCancelled(answer.data.cancellation, order) : unknown('unreadable');
  }
  const error = errorSchema.safeParse(reply.body);
  if (error.success && isCertainRefusal(error.data.type, error.data.pgCode)) {
    const { type, pgCode, pgMessage, message } = error.data;
    return { kind: 'refused', pgCode: bounded(pgCode ?? type), pgMessage: bounded(pgMessage ?? message) };
  }
  return unknownBy(reply, whyOfError(reply.status, error.data?.type));
}

function toCancelled(cancellation: PortOneCancellation, order: CancelOrder): CancelResult {
  // The answer must be about this very cancellation; if not, reading it all back tells.
  if (cancellationIdIn(cancellation.reason) !== order.cancellationId) return unknown('unlisted');
  if (cancellation.totalAmount !== order.amountMinor) return unknown('unlisted');
  const { id: pgCancellationId, status, cancelledAt, requestedAt } = cancellation;
  switch (status) {
    case 'SUCCEEDED':
      return { kind: 'succeeded', pgCancellationId, cancelledAt: cancelledAt ?? requestedAt };
    case 'REQUESTED':
      return { kind: 'requested', pgCancellationId };
    case 'FAILED':
      return { kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' };
  }
}

function toHolding(payment: PortOnePaymentWithMoney, expected: Expected): Holding {
  return {
    ...toAgreement(payment, expected),
    approvedAt: payment.paidAt ?? payment.requestedAt,
    cancellations: payment.cancellations.map(toCancellation),
  };
}

function toIssued(payment: PortOneIssuedAccount, expected: Expected): IssuedAccount {
  return { ...toAgreement(payment, expected), account: toAccount(payment, expected) };
}

function toAgreement(payment: PortOnePaymentWithMoney | PortOneIssuedAccount, expected: Expected): Agreement {
  const { channel } = payment;
  // `key` is optional in the document; the type alone tells test money from real money.
  const isOurChannel =
    channel.type === expected.channelType &&
    (channel.key === undefined || channel.key === expected.channelKey);
  return {
    pgTransactionId: payment.transactionId,
    // PortOne's integers are in ISO 4217's minor unit already (browser SDK, PaymentTotalAmount), as ours are.
    total: { amountMinor: payment.amount.total, currency: payment.currency },
    isOurs: isUnderOurId(payment, expected) && isOurChannel,
  };
}

function toCancellation(cancellation: PortOneCancellation): GatewayCancellation {
  const { id, status, totalAmount, reason, cancelledAt, trigger } = cancellation;
  // In the console a person can write any reason, also one that looks like ours.
  const isByApi = trigger === undefined || trigger === 'API';
  return {
    pgCancellationId: id,
    cancellationId: isByApi ? cancellationIdIn(reason) : null,
    amountMinor: totalAmount,
    status,
    cancelledAt: cancelledAt ?? null,
  };
}

/** 404 counts as "nothing there" only in PortOne's own words: a proxy or a wrong address says 404 as well. */
function toUnread(reply: Extract<GatewayReply, { kind: 'answer' }>): GatewayStanding {
  const type = errorSchema.safeParse(reply.body).data?.type;
  const verdict = lookUp(RETRIEVE_ERRORS, type)?.verdict;
  if (reply.status === 404 && verdict === 'nothing_there') return { kind: 'not_started' };
  return unknownBy(reply, whyOfError(reply.status, type));
}

export function whyOfError(status: number, type: string | undefined): UnknownWhy {
  // A gateway behind PortOne said no: a 502 that is an answer.
  return status >= 500 && type === 'PG_PROVIDER' ? 'unlisted' : whyOfStatus(status);
}

function isUnderOurId({ id, storeId }: PortOnePayment, expected: Expected): boolean {
  return id === expected.paymentId && storeId === expected.storeId;
}
