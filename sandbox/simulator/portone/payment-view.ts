/**
 * A payment of the ledger in PortOne's words, valid against its OpenAPI document (schemas `Payment`,
 * `PaymentTransaction`, `PaymentCancellation`).
 */
import type { Fault } from '../faults.ts';
import {
  type Attempt,
  approvedAttempt,
  booksOf,
  type LedgerCancellation,
  type LedgerPayment,
} from '../ledger-state.ts';
import { misreported } from '../misreported.ts';

export function paymentView(payment: LedgerPayment, fault: Fault | undefined): object | undefined {
  const attempt = approvedAttempt(payment) ?? payment.attempts.at(-1);
  if (!attempt) return undefined;
  return {
    id: payment.paymentId,
    transactionId: attempt.transactionId,
    origin: { platformType: 'PC', ipAddress: '127.0.0.1' },
    ...attemptView(payment, attempt, fault),
    ...(statusOf(payment, attempt) === 'PAID' && { disputes: [] }),
    ...(statusOf(payment, attempt) === 'PAID' && cancellationsView(payment)),
  };
}

export function transactionsView(payment: LedgerPayment, fault: Fault | undefined): object {
  return {
    items: payment.attempts.map((attempt) => ({
      id: attempt.transactionId,
      paymentId: payment.paymentId,
      ...attemptView(payment, attempt, fault),
    })),
  };
}

export function cancellationView(cancellation: LedgerCancellation): object {
  const { cancellationId, amountMinor, reason, trigger, status, requestedAt, settledAt } = cancellation;
  return {
    status,
    id: cancellationId,
    pgCancellationId: `pg-${cancellationId}`,
    totalAmount: amountMinor,
    taxFreeAmount: 0,
    vatAmount: 0,
    reason,
    requestedAt,
    trigger,
    ...(status === 'SUCCEEDED' && settledAt !== null && { cancelledAt: settledAt }),
  };
}

function statusOf(payment: LedgerPayment, attempt: Attempt): string {
  switch (attempt.status) {
    // The last two are not PortOne's.
    case 'READY':
    case 'AUTHENTICATED':
    case 'EXPIRED':
      return 'READY';
    case 'PENDING':
      return 'PAY_PENDING';
    case 'DECLINED':
      return 'FAILED';
    case 'APPROVED': {
      const { approved, cancelled } = booksOf(payment);
      if (cancelled === 0) return 'PAID';
      return cancelled < approved ? 'PARTIAL_CANCELLED' : 'CANCELLED';
    }
  }
}

function attemptView(payment: LedgerPayment, attempt: Attempt, fault: Fault | undefined): object {
  const terms = misreported(attempt.terms, fault);
  const cancelled = attempt.status === 'APPROVED' ? booksOf(payment).cancelled : 0;
  const settledCancellations = payment.cancellations.filter(({ settledAt }) => settledAt !== null);
  const statusChangedAt =
    attempt.status === 'APPROVED'
      ? (settledCancellations.at(-1)?.settledAt ?? attempt.changedAt)
      : attempt.changedAt;
  return {
    status: statusOf(payment, attempt),
    merchantId: 'merchant-simulator',
    storeId: terms.storeId,
    version: 'V2',
    requestedAt: attempt.startedAt,
    updatedAt: statusChangedAt,
    statusChangedAt,
    orderName: terms.orderName,
    amount: {
      total: terms.totalMinor,
      taxFree: 0,
      discount: 0,
      // As PortOne tells it: what was really paid, before anything was given back.
      paid: attempt.status === 'APPROVED' ? terms.totalMinor : 0,
      cancelled,
      cancelledTaxFree: 0,
    },
    currency: terms.currency,
    customer: {},
    channel: {
      type: terms.channelType,
      key: terms.channelKey,
      pgProvider: 'TOSSPAYMENTS',
      pgMerchantId: 'simulator',
    },
    ...(attempt.status !== 'READY' && { method: methodView(attempt) }),
    ...outcomeView(payment, attempt),
  };
}

function outcomeView(payment: LedgerPayment, attempt: Attempt): object {
  switch (attempt.status) {
    case 'READY':
    case 'AUTHENTICATED':
    case 'EXPIRED':
      return {};
    case 'PENDING':
      return { pgTxId: `pg-${attempt.transactionId}` };
    case 'DECLINED':
      return {
        failedAt: attempt.changedAt,
        failure: {
          reason: attempt.decline?.message,
          pgCode: attempt.decline?.code,
          pgMessage: attempt.decline?.message,
        },
      };
    case 'APPROVED':
      return {
        paidAt: attempt.changedAt,
        pgTxId: `pg-${attempt.transactionId}`,
        ...(booksOf(payment).cancelled > 0 && {
          ...cancellationsView(payment),
          cancelledAt: lastCancelledAt(payment),
        }),
      };
  }
}

function cancellationsView({ cancellations }: LedgerPayment): object {
  return cancellations.length > 0 ? { cancellations: cancellations.map(cancellationView) } : {};
}

function lastCancelledAt({ cancellations }: LedgerPayment): string | null | undefined {
  return cancellations.findLast(({ status }) => status === 'SUCCEEDED')?.settledAt;
}

function methodView({ card, approvalNumber, terms: { payMethod } }: Attempt): object {
  switch (payMethod) {
    case 'CARD':
      return {
        type: 'PaymentMethodCard',
        ...(card && { card: { brand: card.brand, type: 'CREDIT', number: card.maskedNumber } }),
        ...(approvalNumber !== null && { approvalNumber }),
        installment: { month: 0, isInterestFree: false },
      };
    case 'TRANSFER':
      return { type: 'PaymentMethodTransfer', bank: 'SHINHAN' };
    case 'EASY_PAY':
      return { type: 'PaymentMethodEasyPay', provider: 'TOSSPAY' };
    case 'MOBILE':
      return { type: 'PaymentMethodMobile' };
  }
}
