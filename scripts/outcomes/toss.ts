/** Toss Payments' calls. A further table is a line in `tables`, a further call an entry here. */
import { taggedReason } from '../../activities/gateway/cancel-reason.ts';
import { DECLINE_REASONS_BY_PG_CODE } from '../../activities/gateway/decline-reasons.ts';
import { toCancelResult } from '../../activities/gateway/toss/cancel.ts';
import { CANCEL_ERRORS } from '../../activities/gateway/toss/cancel-errors.ts';
import { toCloseResult } from '../../activities/gateway/toss/close.ts';
import { CLOSE_ERRORS } from '../../activities/gateway/toss/close-errors.ts';
import { toConfirmResult } from '../../activities/gateway/toss/confirm.ts';
import { CONFIRM_ERRORS } from '../../activities/gateway/toss/confirm-errors.ts';
import { toReading } from '../../activities/gateway/toss/mapping.ts';
import { RETRIEVE_ERRORS } from '../../activities/gateway/toss/retrieve-errors.ts';
import { STATUSES } from '../../activities/gateway/toss/schemas.ts';
import { answer, type Call, ERROR_STATUSES } from './call.ts';
import { afterAsking, afterCancelling, afterClosing, afterConfirming } from './consequence.ts';
import { CANCEL_ORDER, CONFIRM_ORDER } from './samples.ts';

const EXPECTED = { paymentId: 'pay_1', merchantId: 'shop', isRightKeyType: true };
const AT = '2026-01-01T00:05:00+09:00';

/** With every field that some status needs; the others are not read. */
const PAYMENT = {
  paymentKey: CONFIRM_ORDER.pgTransactionId,
  orderId: EXPECTED.paymentId,
  mId: EXPECTED.merchantId,
  currency: 'KRW',
  totalAmount: 10_000,
  balanceAmount: 10_000,
  approvedAt: AT,
  cancels: [],
};

/** Made at Toss' console, so by nobody here. */
const AT_CONSOLE = { cancelAmount: 10_000, cancelReason: 'returned', canceledAt: AT, transactionKey: 'pg-1' };

/** What a payment has in that status beside the fields of all. */
const FURTHER: Readonly<Record<string, object>> = {
  WAITING_FOR_DEPOSIT: {
    virtualAccount: {
      ...{ accountNumber: '56201234567', bankCode: '88', customerName: 'Alice', dueDate: AT },
      ...{ accountType: '일반', expired: false, refundStatus: 'NONE' },
    },
  },
  PARTIAL_CANCELED: { balanceAmount: 6_000, cancels: [{ ...AT_CONSOLE, cancelAmount: 4_000 }] },
  CANCELED: { balanceAmount: 0, cancels: [AT_CONSOLE] },
};

const inStatus = (status: string, more: object = {}) =>
  answer(200, { ...PAYMENT, ...FURTHER[status], ...more, status });
const error = (code: string, status: number) => answer(status, { code, message: '' });
const statuses = Object.fromEntries(
  [...STATUSES, 'a status that is not listed'].map((status) => [status, inStatus(status)]),
);

function cancelled(cancelStatus: string) {
  const isDone = cancelStatus === 'DONE';
  const cancelReason = taggedReason(CANCEL_ORDER.cancellationId, CANCEL_ORDER.reason);
  const cancel = { ...AT_CONSOLE, cancelReason, cancelStatus };
  return inStatus('CANCELED', { balanceAmount: isDone ? 0 : PAYMENT.balanceAmount, cancels: [cancel] });
}

export const TOSS_CALLS: readonly Call[] = [
  {
    title: 'TOSS: asking',
    request: 'GET /v1/payments/orders/{orderId}',
    about: 'On `complete`, of a payment that is READY.',
    comesTo: (reply) => afterAsking(toReading(reply, EXPECTED).standing),
    answers: statuses,
    tables: [
      { codes: RETRIEVE_ERRORS, field: 'code', reply: error, statuses: ERROR_STATUSES },
      {
        codes: DECLINE_REASONS_BY_PG_CODE,
        field: 'failure.code of ABORTED',
        reply: (code) => inStatus('ABORTED', { failure: { code, message: '' } }),
        statuses: [200],
      },
    ],
  },
  {
    title: 'TOSS: confirming',
    request: 'POST /v1/payments/confirm',
    about: 'The approval itself, of a payment whose customer has agreed.',
    comesTo: (reply) => afterConfirming(toConfirmResult(reply, CONFIRM_ORDER, EXPECTED)),
    answers: statuses,
    tables: [{ codes: CONFIRM_ERRORS, field: 'code', reply: error, statuses: ERROR_STATUSES }],
  },
  {
    title: 'TOSS: giving back',
    request: 'POST /v1/payments/{paymentKey}/cancel',
    about: 'Of a payment that is PAID, as a client asked for.',
    comesTo: (reply) => afterCancelling(toCancelResult(reply, CANCEL_ORDER, EXPECTED)),
    answers: Object.fromEntries(
      ['DONE', 'IN_PROGRESS', 'ABORTED'].map((status) => [status, cancelled(status)]),
    ),
    tables: [{ codes: CANCEL_ERRORS, field: 'code', reply: error, statuses: ERROR_STATUSES }],
  },
  {
    title: 'TOSS: closing an account',
    request: 'POST /v1/payments/{paymentKey}/cancel',
    about: 'Of a payment that waits for its deposit, as a client asked to cancel it.',
    comesTo: (reply) => afterClosing(toCloseResult(reply, EXPECTED)),
    answers: {
      'CANCELED, never paid': inStatus('CANCELED', {
        ...FURTHER['WAITING_FOR_DEPOSIT'],
        approvedAt: null,
        cancels: null,
      }),
    },
    tables: [{ codes: CLOSE_ERRORS, field: 'code', reply: error, statuses: ERROR_STATUSES }],
  },
];
