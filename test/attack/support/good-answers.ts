/** Good answers of both gateways: what they say when nothing is wrong. */
export const PAYMENT_ID = 'pay_0000000000000000000000000000000000000001';
export const CANCELLATION_ID = 'can_0000000000000000000000000000000000000001';

export function paidAtPortOne() {
  return {
    status: 'PARTIAL_CANCELLED',
    id: PAYMENT_ID,
    transactionId: 'tx-1',
    storeId: 'store',
    channel: { type: 'LIVE', key: 'channel-key' },
    requestedAt: '2026-04-01T00:00:00Z',
    paidAt: '2026-04-01T00:01:00Z',
    amount: { total: 10_000 },
    currency: 'KRW',
    cancellations: [{ ...cancellationAtPortOne(), id: 'c-0', totalAmount: 1_000 }],
  };
}

export function declinedAtPortOne() {
  const failure = { reason: 'r', pgCode: 'INVALID_CARD', pgMessage: 'm' };
  return { ...paidAtPortOne(), status: 'FAILED', failure };
}

export function declinedAtToss() {
  return { ...paidAtToss(), status: 'ABORTED', failure: { code: 'REJECT_CARD_PAYMENT', message: 'm' } };
}

export function cancelledAtPortOne() {
  return { cancellation: cancellationAtPortOne() };
}

function cancellationAtPortOne() {
  return {
    status: 'SUCCEEDED',
    id: 'c-1',
    totalAmount: 10_000,
    reason: `[${CANCELLATION_ID}] x`,
    requestedAt: '2026-04-01T00:02:00Z',
    cancelledAt: '2026-04-01T00:02:00Z',
  };
}

export function paidAtToss() {
  return {
    status: 'PARTIAL_CANCELED',
    paymentKey: 'tx-1',
    orderId: PAYMENT_ID,
    mId: 'shop',
    currency: 'KRW',
    totalAmount: 10_000,
    balanceAmount: 0,
    approvedAt: '2026-04-01T00:01:00+09:00',
    cancels: [
      {
        cancelAmount: 10_000,
        cancelReason: `[${CANCELLATION_ID}] x`,
        canceledAt: '2026-04-01T00:02:00+09:00',
        transactionKey: 'tk-1',
        cancelStatus: 'DONE',
      },
    ],
  };
}

export function issuedAtPortOne() {
  return {
    ...{ ...paidAtPortOne(), paidAt: undefined, cancellations: undefined },
    status: 'VIRTUAL_ACCOUNT_ISSUED',
    method: {
      type: 'PaymentMethodVirtualAccount',
      accountNumber: '12345678901234',
      bank: 'KOOKMIN',
      expiredAt: '2026-04-08T14:59:59Z',
      issuedAt: '2026-04-01T00:00:00Z',
    },
  };
}

export function issuedAtToss() {
  return { ...paidAtToss(), status: 'WAITING_FOR_DEPOSIT', approvedAt: null, cancels: null, virtualAccount };
}

export function closedAtToss() {
  return { ...paidAtToss(), status: 'CANCELED', approvedAt: null, virtualAccount };
}

const virtualAccount = {
  bankCode: '88',
  accountNumber: '12345678901234',
  customerName: 'Kim',
  dueDate: '2026-04-08T23:59:59+09:00',
  expired: false,
  refundStatus: 'NONE',
};

export function transactionAtToss() {
  return {
    mId: 'shop',
    transactionKey: 'tk-1',
    paymentKey: 'tx-1',
    orderId: PAYMENT_ID,
    status: 'DONE',
    currency: 'KRW',
    amount: 10_000,
  };
}
