/** PortOne's calls. A further table is a line in `tables`, a further call an entry here. */
import { taggedReason } from '../../activities/gateway/cancel-reason.ts';
import { DECLINE_REASONS_BY_PG_CODE } from '../../activities/gateway/decline-reasons.ts';
import { CANCEL_ERRORS, PG_REFUSALS } from '../../activities/gateway/portone/cancel-errors.ts';
import { toCloseResult } from '../../activities/gateway/portone/close.ts';
import { CLOSE_ERRORS } from '../../activities/gateway/portone/close-errors.ts';
import { toCancelResult, toReading } from '../../activities/gateway/portone/mapping.ts';
import { RETRIEVE_ERRORS } from '../../activities/gateway/portone/retrieve-errors.ts';
import { STATUSES } from '../../activities/gateway/portone/schemas.ts';
import { answer, type Call, ERROR_STATUSES } from './call.ts';
import { afterAsking, afterCancelling, afterClosing } from './consequence.ts';
import { CANCEL_ORDER } from './samples.ts';

const EXPECTED = {
  paymentId: 'pay_1',
  storeId: 'store',
  channelKey: 'channel',
  channelType: 'LIVE' as const,
  virtualAccountValidHours: 24,
};
const AT = '2026-01-01T00:05:00Z';

/** With every field that some status needs; the others are not read. */
const PAYMENT = {
  id: EXPECTED.paymentId,
  transactionId: 'tx-1',
  storeId: EXPECTED.storeId,
  channel: { type: EXPECTED.channelType, key: EXPECTED.channelKey },
  requestedAt: AT,
  paidAt: AT,
  amount: { total: 10_000 },
  currency: 'KRW',
  failure: {},
};

const CANCELLATION = {
  id: 'pg-1',
  totalAmount: CANCEL_ORDER.amountMinor,
  reason: taggedReason(CANCEL_ORDER.cancellationId, CANCEL_ORDER.reason),
  requestedAt: AT,
};

/** Made at PortOne's console, so by nobody here. */
const AT_CONSOLE = {
  ...CANCELLATION,
  status: 'SUCCEEDED',
  reason: 'returned',
  cancelledAt: AT,
  trigger: 'CONSOLE',
};

/** What a payment has in that status beside the fields of all. */
const FURTHER: Readonly<Record<string, object>> = {
  VIRTUAL_ACCOUNT_ISSUED: {
    method: {
      type: 'PaymentMethodVirtualAccount',
      bank: 'SHINHAN',
      accountNumber: '56201234567',
      expiredAt: AT,
    },
  },
  PARTIAL_CANCELLED: { cancellations: [{ ...AT_CONSOLE, totalAmount: 4_000 }] },
  CANCELLED: { cancellations: [AT_CONSOLE] },
};

const inStatus = (status: string, more: object = {}) =>
  answer(200, { ...PAYMENT, ...FURTHER[status], ...more, status });
const cancelled = (status: string) => answer(200, { cancellation: { ...CANCELLATION, status } });
const error = (type: string, status: number) => answer(status, { type, message: '' });

export const PORTONE_CALLS: readonly Call[] = [
  {
    title: 'PORTONE: asking',
    request: 'GET /payments/{paymentId}',
    about: 'On `complete`, of a payment that is READY.',
    comesTo: (reply) => afterAsking(toReading(reply, EXPECTED).standing),
    answers: Object.fromEntries(
      [...STATUSES, 'a status that is not listed'].map((status) => [status, inStatus(status)]),
    ),
    tables: [
      { codes: RETRIEVE_ERRORS, field: 'type', reply: error, statuses: ERROR_STATUSES },
      {
        codes: DECLINE_REASONS_BY_PG_CODE,
        field: 'failure.pgCode of FAILED',
        reply: (pgCode) => inStatus('FAILED', { failure: { pgCode, pgMessage: '' } }),
        statuses: [200],
      },
    ],
  },
  {
    title: 'PORTONE: giving back',
    request: 'POST /payments/{paymentId}/cancel',
    about:
      'Of a payment that is PAID, as a client asked for. What the gateway behind PortOne said (`PG_PROVIDER`) is in the last table.',
    comesTo: (reply) => afterCancelling(toCancelResult(reply, CANCEL_ORDER)),
    answers: Object.fromEntries(
      ['SUCCEEDED', 'REQUESTED', 'FAILED'].map((status) => [status, cancelled(status)]),
    ),
    tables: [
      { codes: CANCEL_ERRORS, field: 'type', reply: error, statuses: ERROR_STATUSES },
      {
        codes: PG_REFUSALS,
        field: 'pgCode of PG_PROVIDER',
        reply: (pgCode, status) => answer(status, { type: 'PG_PROVIDER', pgCode, pgMessage: '' }),
        statuses: ERROR_STATUSES,
      },
    ],
  },
  {
    title: 'PORTONE: closing an account',
    request: 'POST /payments/{paymentId}/virtual-account/close',
    about: 'Of a payment that waits for its deposit, as a client asked to cancel it.',
    comesTo: (reply) => afterClosing(toCloseResult(reply)),
    answers: { closedAt: answer(200, { closedAt: AT }) },
    tables: [{ codes: CLOSE_ERRORS, field: 'type', reply: error, statuses: ERROR_STATUSES }],
  },
];
