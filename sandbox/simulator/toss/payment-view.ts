/** A payment of the ledger in Toss Payments' words (version 2022-11-16): what does not apply is null. */
import { toMajor } from '../../../domain/major-units.ts';
import type { Fault } from '../faults.ts';
import type { OrderTerms } from '../journal-entries.ts';
import { type Attempt, booksOf, type LedgerCancellation, type LedgerPayment } from '../ledger-state.ts';
import { misreported } from '../misreported.ts';

export type Told = { payment: LedgerPayment; attempt: Attempt };

export function paymentView({ payment, attempt }: Told, fault: Fault | undefined): object {
  const terms = misreported(attempt.terms, fault);
  const major = (amountMinor: number): number => toMajor(amountMinor, terms.currency);
  const left = leftOf({ payment, attempt }, terms.totalMinor);
  const vat = Math.floor(left / 11);
  return {
    version: '2022-11-16',
    paymentKey: attempt.transactionId,
    type: 'NORMAL',
    orderId: payment.paymentId,
    orderName: terms.orderName,
    mId: terms.storeId,
    currency: terms.currency,
    method: METHODS[terms.payMethod],
    totalAmount: major(terms.totalMinor),
    balanceAmount: major(left),
    status: statusOf({ payment, attempt }),
    requestedAt: inKorea(attempt.startedAt),
    approvedAt: attempt.status === 'APPROVED' ? inKorea(attempt.changedAt) : null,
    useEscrow: false,
    lastTransactionKey: lastTransactionKey({ payment, attempt }),
    suppliedAmount: major(left - vat),
    vat: major(vat),
    cultureExpense: false,
    taxFreeAmount: 0,
    taxExemptionAmount: 0,
    cancels: cancelsView({ payment, attempt }, terms),
    isPartialCancelable: true,
    card: cardView(attempt, major(terms.totalMinor)),
    virtualAccount: accountView({ payment, attempt }),
    secret: attempt.account && depositSecretOf(attempt),
    mobilePhone: null,
    giftCertificate: null,
    transfer: terms.payMethod === 'TRANSFER' ? { bankCode: '88', settlementStatus: 'INCOMPLETED' } : null,
    receipt: null,
    checkout: null,
    easyPay:
      terms.payMethod === 'EASY_PAY'
        ? { provider: '토스페이', amount: major(terms.totalMinor), discountAmount: 0 }
        : null,
    country: 'KR',
    failure: attempt.decline && { code: attempt.decline.code, message: attempt.decline.message },
    cashReceipt: null,
    cashReceipts: null,
    discount: null,
  };
}

function statusOf({ payment, attempt }: Told): string {
  switch (attempt.status) {
    case 'READY':
      return 'READY';
    // Also while the issuer takes its time over a confirmation.
    case 'AUTHENTICATED':
    case 'PENDING':
      return 'IN_PROGRESS';
    case 'ACCOUNT_ISSUED':
      return 'WAITING_FOR_DEPOSIT';
    case 'CLOSED':
      return 'CANCELED';
    case 'DECLINED':
      return 'ABORTED';
    case 'EXPIRED':
      return 'EXPIRED';
    case 'APPROVED': {
      const settled = payment.cancellations.filter(({ status }) => status === 'SUCCEEDED');
      if (settled.length === 0) return 'DONE';
      // In several steps a payment stays PARTIAL_CANCELED to the end: `balanceAmount` is 0 then.
      const isAtOnce = settled.length === 1 && booksOf(payment).held === 0;
      return isAtOnce ? 'CANCELED' : 'PARTIAL_CANCELED';
    }
  }
}

/** `2026-11-24T10:00:00+09:00`, to the second. */
export function inKorea(at: string): string {
  const shifted = new Date(Date.parse(at) + 9 * 3_600_000).toISOString();
  return shifted.replace(/\.\d+Z$/, '+09:00');
}

/** As Toss writes them: 32 characters. */
export function transactionKeyOf(id: string): string {
  return id.replaceAll('-', '').toUpperCase();
}

const METHODS: Record<OrderTerms['payMethod'], string> = {
  CARD: '카드',
  TRANSFER: '계좌이체',
  EASY_PAY: '간편결제',
  MOBILE: '휴대폰',
  VIRTUAL_ACCOUNT: '가상계좌',
};

const CANCEL_STATUS = { SUCCEEDED: 'DONE', REQUESTED: 'IN_PROGRESS', FAILED: 'ABORTED' } as const;

/** What a notice of its deposit must carry: only the shop and Toss know it. */
function depositSecretOf({ transactionId }: Attempt): string {
  return `ps_${transactionKeyOf(transactionId)}`;
}

function accountView({ payment, attempt: { account, status } }: Told): object | null {
  if (account === null) return null;
  const refund = status === 'APPROVED' ? payment.cancellations.at(-1)?.status : undefined;
  return {
    accountType: '일반',
    accountNumber: account.accountNumber,
    bankCode: '88',
    customerName: account.holderName,
    dueDate: inKorea(account.dueAt),
    refundStatus: refund === undefined ? 'NONE' : REFUND_STATUS[refund],
    expired: Date.parse(account.dueAt) <= Date.now(),
    settlementStatus: 'INCOMPLETED',
    refundReceiveAccount: null,
  };
}

const REFUND_STATUS = { REQUESTED: 'PENDING', SUCCEEDED: 'COMPLETED', FAILED: 'FAILED' } as const;

function leftOf({ payment, attempt }: Told, totalMinor: number): number {
  if (attempt.status === 'CLOSED') return 0;
  return attempt.status === 'APPROVED' ? totalMinor - goneOf(payment) : totalMinor;
}

/** What is given back, or on its way. */
function goneOf({ cancellations }: LedgerPayment): number {
  return cancellations
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function cancelsView(
  { payment: { cancellations }, attempt }: Told,
  terms: OrderTerms,
): readonly object[] | null {
  if (attempt.status === 'CLOSED') return [closingView(attempt, terms)];
  if (attempt.status !== 'APPROVED' || cancellations.length === 0) return null;
  let leftMinor = terms.totalMinor;
  return cancellations.map((cancellation) => {
    if (cancellation.status !== 'FAILED') leftMinor -= cancellation.amountMinor;
    return cancelView(cancellation, { leftMinor, currency: terms.currency });
  });
}

type ToldCancellation = Pick<
  LedgerCancellation,
  'cancellationId' | 'amountMinor' | 'reason' | 'status' | 'requestedAt' | 'settledAt'
>;

function cancelView(
  { cancellationId, amountMinor, reason, status, requestedAt, settledAt }: ToldCancellation,
  { leftMinor, currency }: { leftMinor: number; currency: string },
): object {
  return {
    cancelAmount: toMajor(amountMinor, currency),
    cancelReason: reason,
    taxFreeAmount: 0,
    taxExemptionAmount: 0,
    refundableAmount: toMajor(leftMinor, currency),
    easyPayDiscountAmount: 0,
    canceledAt: inKorea(settledAt ?? requestedAt),
    transactionKey: transactionKeyOf(cancellationId),
    receiptKey: null,
    cancelStatus: CANCEL_STATUS[status],
  };
}

/** An account closed before its deposit reads as a cancellation of all of it. */
function closingView({ transactionId, closed, changedAt }: Attempt, terms: OrderTerms): object {
  const entry = {
    cancellationId: `closed${transactionId}`,
    amountMinor: terms.totalMinor,
    reason: closed?.reason ?? '',
    status: 'SUCCEEDED' as const,
    requestedAt: changedAt,
    settledAt: changedAt,
  };
  return cancelView(entry, { leftMinor: 0, currency: terms.currency });
}

function lastTransactionKey({ payment, attempt }: Told): string | null {
  if (attempt.status !== 'APPROVED') return null;
  return transactionKeyOf(payment.cancellations.at(-1)?.cancellationId ?? attempt.transactionId);
}

function cardView({ card, approvalNumber, terms }: Attempt, amount: number): object | null {
  if (terms.payMethod !== 'CARD' || card === null) return null;
  return {
    amount,
    issuerCode: '41',
    acquirerCode: '41',
    number: card.maskedNumber,
    installmentPlanMonths: terms.installmentMonths ?? 0,
    approveNo: approvalNumber ?? '00000000',
    useCardPoint: false,
    cardType: '신용',
    ownerType: '개인',
    acquireStatus: 'READY',
    isInterestFree: false,
    interestPayer: null,
  };
}
