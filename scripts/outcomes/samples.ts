/** A payment, its cancellation and its money to reason about, without a database: for the page of outcomes and for tests. */
import type {
  CancelOrder,
  ConfirmOrder,
  GatewayStanding,
  Holding,
  IssuedAccount,
} from '../../domain/gateway-port.ts';
import type { Cancellation, Payment } from '../../domain/payment.ts';

export function payment(more: Partial<Payment> = {}): Payment {
  return {
    paymentId: 'pay_1',
    userId: 'alice',
    orderId: 'order-1',
    orderName: 'Two books',
    amount: 10_000,
    currency: 'KRW',
    method: { type: 'CARD' },
    provider: 'PORTONE',
    status: 'READY',
    version: 3,
    pgTransactionId: null,
    held: null,
    confirmation: null,
    decline: null,
    failureCode: null,
    attention: null,
    checkout: { provider: 'PORTONE', sdk: {} },
    virtualAccount: null,
    cancellations: [],
    requestHash: 'hash',
    eventSequence: 0,
    publishedSequence: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:30:00.000Z',
    approvedAt: null,
    ...more,
  };
}

export function paidPayment(more: Partial<Payment> = {}): Payment {
  return payment({ ...PAID, ...more });
}

export const PAID = {
  status: 'PAID',
  pgTransactionId: 'tx-1',
  held: { amountMinor: 10_000, currency: 'KRW' },
  approvedAt: '2026-01-01T00:05:00.000Z',
} as const satisfies Partial<Payment>;

export function cancellation(more: Partial<Cancellation> = {}): Cancellation {
  return {
    cancellationId: 'can_1',
    amount: 4_000,
    reason: 'changed my mind',
    origin: 'CLIENT',
    status: 'REQUESTED',
    pgCancellationId: null,
    refusalCode: null,
    idempotencyKeyHash: null,
    requestHash: 'cancel-hash',
    hasRefundAccount: false,
    firstSentAt: null,
    requestedAt: '2026-01-01T00:10:00.000Z',
    settledAt: null,
    ...more,
  };
}

export function holding(more: Partial<Holding> = {}): Holding {
  return {
    pgTransactionId: 'tx-1',
    total: { amountMinor: 10_000, currency: 'KRW' },
    approvedAt: '2026-01-01T00:05:00.000Z',
    isOurs: true,
    cancellations: [],
    ...more,
  };
}

export const ACCOUNT = {
  bank: 'KOOKMIN',
  accountNumber: '12345678901234',
  holderName: 'Shop',
  dueAt: '2026-01-08T14:59:59.000Z',
};

export function issued(
  more: Partial<IssuedAccount> = {},
): Extract<GatewayStanding, { kind: 'account_issued' }> {
  return {
    kind: 'account_issued',
    pgTransactionId: 'tx-1',
    total: { amountMinor: 10_000, currency: 'KRW' },
    isOurs: true,
    account: ACCOUNT,
    ...more,
  };
}

export const VIRTUAL_ACCOUNT = { type: 'VIRTUAL_ACCOUNT' } as const;

/** To be paid into an account that is not issued yet. */
export function accountOrdered(more: Partial<Payment> = {}): Payment {
  return payment({ method: VIRTUAL_ACCOUNT, ...more });
}

export function accountWaiting(more: Partial<Payment> = {}): Payment {
  return accountOrdered({
    status: 'WAITING_FOR_DEPOSIT',
    pgTransactionId: 'tx-1',
    virtualAccount: ACCOUNT,
    expiresAt: ACCOUNT.dueAt,
    ...more,
  });
}

export const CONFIRM_ORDER: ConfirmOrder = {
  paymentId: 'pay_1',
  pgTransactionId: 'tx-1',
  amountMinor: 10_000,
  currency: 'KRW',
  idempotencyKey: 'pay_1-0',
};

export const CANCEL_ORDER: CancelOrder = {
  paymentId: 'pay_1',
  cancellationId: `can_${'a'.repeat(40)}`,
  amountMinor: 10_000,
  currency: 'KRW',
  cancellableMinor: 10_000,
  reason: 'changed my mind',
};

/** While the payment's time runs. */
export const IN_TIME_MS = Date.parse('2026-01-01T00:10:00.000Z');
