/** Every call that is made to a gateway, with a good answer to it. */
import { createPortOneGateway } from '../../../activities/gateway/portone/adapter.ts';
import { createTossGateway } from '../../../activities/gateway/toss/adapter.ts';
import type { ChangedResult, GatewayReport } from '../../../domain/gateway-port.ts';
import { Secret } from '../../../domain/secret.ts';
import {
  CANCELLATION_ID,
  cancelledAtPortOne,
  closedAtToss,
  declinedAtPortOne,
  declinedAtToss,
  issuedAtPortOne,
  issuedAtToss,
  PAYMENT_ID,
  paidAtPortOne,
  paidAtToss,
  transactionAtToss,
} from './good-answers.ts';

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
  cancellationId: CANCELLATION_ID,
  amountMinor: 10_000,
  currency: 'KRW',
  cancellableMinor: 10_000,
  reason: '고객 변심',
} as const;

const CLOSE_ORDER = { paymentId: PAYMENT_ID, idempotencyKey: 'k' };
const CONFIRM_ORDER = {
  ...{ paymentId: PAYMENT_ID, pgTransactionId: 'tx-1', idempotencyKey: 'k' },
  ...{ amountMinor: 10_000, currency: 'KRW' },
};
const CLAIM = { paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' };
const WINDOW = { from: '2026-04-01T00:00:00.000Z', until: '2026-04-02T00:00:00.000Z', cursor: null };

export type GatewayCall = {
  readonly name: string;
  readonly good: object;
  /** Asked first, and answered well by this. */
  readonly before?: { readonly isAsked: (method: string, path: string) => boolean; readonly good: object };
  /** Another good answer. */
  readonly empty?: object;
  /** Which of the adapter's results it was, and all of it. */
  readonly ask: (url: string) => Promise<Told>;
};

type Told = { readonly kind: string; readonly result: object };

export const CALLS: readonly GatewayCall[] = [
  {
    name: 'PortOne (declined)',
    good: declinedAtPortOne(),
    ask: async (url) => standingIn(await portOne(url).retrieve(CLAIM, NEVER)),
  },
  {
    name: 'Toss (declined)',
    good: declinedAtToss(),
    ask: async (url) => standingIn(await toss(url).retrieve(CLAIM, NEVER)),
  },
  {
    name: 'PortOne',
    good: paidAtPortOne(),
    ask: async (url) => standingIn(await portOne(url).retrieve(CLAIM, NEVER)),
  },
  {
    name: 'PortOne, judging a claim',
    before: { isAsked: (_, path) => !path.includes('/transactions'), good: paidAtPortOne() },
    good: { items: [{ id: 'tx-2', paymentId: PAYMENT_ID }] },
    ask: async (url) => claimIn(await portOne(url).retrieve({ ...CLAIM, pgTransactionId: 'tx-2' }, NEVER)),
  },
  {
    name: 'PortOne, cancelling',
    good: cancelledAtPortOne(),
    ask: async (url) => itself(await portOne(url).cancel(ORDER, NEVER)),
  },
  {
    name: 'PortOne, closing an account',
    before: { isAsked: (method) => method === 'GET', good: issuedAtPortOne() },
    good: { closedAt: '2026-04-01T00:02:00Z' },
    ask: async (url) => itself(await portOne(url).closeVirtualAccount(CLOSE_ORDER, NEVER)),
  },
  {
    name: 'PortOne, listing',
    good: { items: [{ ...paidAtPortOne(), statusChangedAt: '2026-04-01T00:02:00Z' }] },
    empty: { items: [] },
    ask: async (url) => listed(await portOne(url).listChanged?.(WINDOW, NEVER)),
  },
  {
    name: 'Toss',
    good: paidAtToss(),
    ask: async (url) => standingIn(await toss(url).retrieve(CLAIM, NEVER)),
  },
  {
    name: 'Toss, cancelling',
    good: paidAtToss(),
    ask: async (url) => itself(await toss(url).cancel(ORDER, NEVER)),
  },
  {
    name: 'Toss, confirming',
    good: { ...paidAtToss(), status: 'DONE', balanceAmount: 10_000, cancels: null },
    ask: async (url) => itself(await toss(url).confirm(CONFIRM_ORDER, NEVER)),
  },
  {
    name: 'Toss, closing an account',
    before: { isAsked: (method) => method === 'GET', good: issuedAtToss() },
    good: closedAtToss(),
    ask: async (url) => itself(await toss(url).closeVirtualAccount(CLOSE_ORDER, NEVER)),
  },
  {
    name: 'Toss, listing',
    good: [transactionAtToss()],
    empty: [],
    ask: async (url) => listed(await toss(url).listChanged?.(WINDOW, NEVER)),
  },
];

function itself(result: { readonly kind: string }): Told {
  return { kind: result.kind, result };
}

function standingIn(report: GatewayReport): Told {
  return { kind: report.standing.kind, result: report };
}

function claimIn(report: GatewayReport): Told {
  return { kind: report.claimed === 'undetermined' ? 'unknown' : report.claimed, result: report };
}

function listed(result: ChangedResult | undefined): Told {
  if (result === undefined) throw new Error('this gateway lists nothing');
  return itself(result);
}
