/**
 * A payment of the ledger in PortOne's words, valid against its OpenAPI document (schemas `Payment`,
 * `PaymentTransaction`, `PaymentCancellation`).
 */
import type { Fault } from '../faults.ts';
import {
  type Attempt,
  booksOf,
  type LedgerCancellation,
  type LedgerPayment,
  speakingAttempt,
} from '../ledger-state.ts';
import { misreported } from '../misreported.ts';

export function paymentView(payment: LedgerPayment, fault: Fault | undefined): object | undefined {
  const attempt = speakingAttempt(payment);
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
    case 'ACCOUNT_ISSUED':
      return 'VIRTUAL_ACCOUNT_ISSUED';
    case 'DECLINED':
      return 'FAILED';
    case 'CLOSED':
      return 'CANCELLED';
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
    ...(attempt.status !== 'READY' && { method: methodView(payment, attempt) }),
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
    case 'ACCOUNT_ISSUED':
      return { pgTxId: `pg-${attempt.transactionId}` };
    // Never paid, so nothing of it was given back.
    case 'CLOSED':
      return { pgTxId: `pg-${attempt.transactionId}`, cancellations: [], cancelledAt: attempt.changedAt };
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

function methodView(payment: LedgerPayment, attempt: Attempt): object {
  const { card, approvalNumber, terms } = attempt;
  switch (terms.payMethod) {
    case 'CARD':
      return {
        type: 'PaymentMethodCard',
        ...(card && { card: { brand: card.brand, type: 'CREDIT', number: card.maskedNumber } }),
        ...(approvalNumber !== null && { approvalNumber }),
        installment: { month: terms.installmentMonths ?? 0, isInterestFree: false },
      };
    case 'TRANSFER':
      return { type: 'PaymentMethodTransfer', bank: 'SHINHAN' };
    case 'EASY_PAY':
      return { type: 'PaymentMethodEasyPay', provider: 'TOSSPAY' };
    case 'MOBILE':
      return { type: 'PaymentMethodMobile' };
    case 'VIRTUAL_ACCOUNT':
      return accountView(payment, attempt);
  }
}

/** Without a number as long as none is issued: it is required there. */
function accountView({ cancellations }: LedgerPayment, { account, status }: Attempt): object {
  const refund = cancellations.at(-1)?.status;
  return {
    type: 'PaymentMethodVirtualAccount',
    accountNumber: account?.accountNumber ?? '',
    ...(account && {
      bank: 'SHINHAN',
      accountType: 'NORMAL',
      remitteeName: account.holderName,
      expiredAt: account.dueAt,
      issuedAt: account.issuedAt,
    }),
    ...(status === 'APPROVED' && refund && { refundStatus: REFUND_STATUS[refund] }),
  };
}

const REFUND_STATUS = { REQUESTED: 'PENDING', SUCCEEDED: 'COMPLETED', FAILED: 'FAILED' } as const;
