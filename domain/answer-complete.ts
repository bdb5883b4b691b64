/** What `complete` is told about a payment that is settled (design, "Repeats of complete"). */
import type { ErrorCode, ErrorParams } from './errors.ts';
import type { Payment } from './payment.ts';

export type CompleteAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams };

export function answerComplete(payment: Payment, pgTransactionId: string): CompleteAnswer {
  const isSame = payment.pgTransactionId === pgTransactionId;
  switch (payment.status) {
    case 'PAID':
    case 'PARTIALLY_CANCELLED':
    case 'WAITING_FOR_DEPOSIT':
      return isSame ? { kind: 'done' } : refused('TRANSACTION_MISMATCH');
    case 'FAILED':
      if (isSame && payment.decline !== null) return refused('PAYMENT_DECLINED');
      if (isSame && payment.failureCode === 'AMOUNT_MISMATCH') return refused('AMOUNT_MISMATCH');
      return refused('NOT_PAYABLE', { status: payment.status });
    case 'CANCELLED':
    case 'EXPIRED':
      return refused('NOT_PAYABLE', { status: payment.status });
    case 'READY':
    case 'CONFIRMING':
      return refused('NOT_PAID_YET');
  }
}

function refused(code: ErrorCode, params: ErrorParams = {}): CompleteAnswer {
  return { kind: 'refused', code, params };
}
