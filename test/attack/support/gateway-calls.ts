/** Every call that is made to a gateway, with a good answer to it; and what may stand in an answer instead. */
import { createPortOneGateway } from '../../../activities/gateway/portone/adapter.ts';
import { createTossGateway } from '../../../activities/gateway/toss/adapter.ts';
import { Secret } from '../../../domain/secret.ts';

const PAYMENT_ID = 'pay_0000000000000000000000000000000000000001';
const NEVER = new AbortController().signal;
const SECRET = 'the-api-secret';

const TIMES = {
  readTimeoutMs: 5_000,
  cancelTimeoutMs: 5_000,
  moneyTimeoutMs: 5_000,
  virtualAccountValidHours: 24,
};

const portOne = (apiUrl: string) =>
  createPortOneGateway({
    ...TIMES,
    apiUrl,
    apiSecret: new Secret(SECRET),
    storeId: 'store',
    channelKey: 'channel-key',
    channelType: 'LIVE',
    quoteIdempotencyKey: true,
  });
const toss = (apiUrl: string) =>
  createTossGateway({
    ...TIMES,
    apiUrl,
    secretKey: new Secret(SECRET),
    clientKey: 'live_ck_shop',
    keyType: 'LIVE',
    merchantId: 'shop',
    sendRefundableAmount: false,
    checkoutUrl: undefined,
  });

const ORDER = {
  paymentId: PAYMENT_ID,
  cancellationId: 'can_0000000000000000000000000000000000000001',
  amountMinor: 10_000,
  currency: 'KRW',
  cancellableMinor: 10_000,
  reason: '고객 변심',
} as const;

/** Every call that is made to a gateway, and what a good answer reads like. */
export const CALLS = [
  {
    name: 'PortOne (declined)',
    good: declinedAtPortOne(),
    ask: (url: string): Promise<object> =>
      portOne(url).retrieve({ paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' }, NEVER),
  },
  {
    name: 'Toss (declined)',
    good: declinedAtToss(),
    ask: (url: string): Promise<object> =>
      toss(url).retrieve({ paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' }, NEVER),
  },
  {
    name: 'PortOne',
    good: paidAtPortOne(),
    ask: (url: string): Promise<object> =>
      portOne(url).retrieve({ paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' }, NEVER),
  },
  {
    name: 'PortOne, cancelling',
    good: cancelledAtPortOne(),
    ask: (url: string): Promise<object> => portOne(url).cancel(ORDER, NEVER),
  },
  {
    name: 'Toss',
    good: paidAtToss(),
    ask: (url: string): Promise<object> =>
      toss(url).retrieve({ paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' }, NEVER),
  },
  {
    name: 'Toss, cancelling',
    good: paidAtToss(),
    ask: (url: string): Promise<object> => toss(url).cancel(ORDER, NEVER),
  },
  {
    name: 'Toss, confirming',
    good: { ...paidAtToss(), status: 'DONE', balanceAmount: 10_000, cancels: null },
    ask: (url: string): Promise<object> =>
      toss(url).confirm(
        {
          paymentId: PAYMENT_ID,
          pgTransactionId: 'tx-1',
          amountMinor: 10_000,
          currency: 'KRW',
          idempotencyKey: 'k',
        },
        NEVER,
      ),
  },
];

export const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.1,
  1e21,
  '10000',
  '',
  [],
  {},
  ['PAID'],
  'toString',
  '__proto__',
  { toString: 'x', valueOf: null, toJSON: 'x' },
  'a\u0000b\r\n\u001b[2J\u009b2J',
  'half \ud800',
  'x'.repeat(100_000),
  '\u202egnp.exe',
  Array.from({ length: 1_000 }, () => ({})),
];

export type Path = readonly (string | number)[];

export function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, member]) =>
    pathsIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

export function withValue(value: unknown, [first, ...rest]: Path, changed: unknown): unknown {
  if (first === undefined) return changed;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === first ? withValue(item, rest, changed) : item));
  return { ...Object(value), [first]: withValue(Reflect.get(Object(value), first), rest, changed) };
}

function paidAtPortOne() {
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

function declinedAtPortOne() {
  const failure = { reason: 'r', pgCode: 'INVALID_CARD', pgMessage: 'm' };
  return { ...paidAtPortOne(), status: 'FAILED', failure };
}

function declinedAtToss() {
  return { ...paidAtToss(), status: 'ABORTED', failure: { code: 'REJECT_CARD_PAYMENT', message: 'm' } };
}

function cancelledAtPortOne() {
  return { cancellation: cancellationAtPortOne() };
}

function cancellationAtPortOne() {
  return {
    status: 'SUCCEEDED',
    id: 'c-1',
    totalAmount: 10_000,
    reason: `[${ORDER.cancellationId}] x`,
    requestedAt: '2026-04-01T00:02:00Z',
    cancelledAt: '2026-04-01T00:02:00Z',
  };
}

function paidAtToss() {
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
        cancelReason: `[${ORDER.cancellationId}] x`,
        canceledAt: '2026-04-01T00:02:00+09:00',
        transactionKey: 'tk-1',
        cancelStatus: 'DONE',
      },
    ],
  };
}
