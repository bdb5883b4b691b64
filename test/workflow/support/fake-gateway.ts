/** The gateway port, scripted: the test says what stands there, and sees what was asked of it. */
import type { GatewayStanding, Holding, IssuedAccount } from '../../../domain/gateway-port.ts';

export type FakeGateway = {
  /** What stands under each payment's id; `unknown` while the gateway is silent. */
  readonly standings: Map<string, GatewayStanding>;
  /** Refuse every cancellation from now on. */
  refusesCancellations: boolean;
  /** Give no answer to cancellations while true: the activity is retried. */
  isSilentOnCancel: boolean;
  /** Too slow for whoever waits: only the durable inquiry gets an answer. */
  isSlow: boolean;
  /** What the durable inquiry or a confirmation was told reaches us no sooner than that. */
  wordsArrive: Promise<void>;
  /** Every confirmation that was sent. */
  readonly confirmed: string[];
  /** Give no answer to confirmations while true: the activity is retried. */
  isSilentOnConfirm: boolean;
  /** How long it remembers an idempotency key; after that our activities only ask. */
  keyLifetimeMs: number;
  /** Each call that would move money, answered or not, under its key: a cancellation's id, a confirmation's payment. */
  readonly sendings: { readonly key: string; readonly atMs: number }[];
  /** What a confirmation brings about. */
  onConfirm: (paymentId: string) => GatewayStanding;
  /** Payments whose account was closed by us. */
  readonly closed: string[];
  /** Give no answer to closings while true: the activity is retried. */
  isSilentOnClose: boolean;
  /** What closing an account brings about: a deposit may come first. */
  onClose: (paymentId: string) => GatewayStanding;
  /** What an attempt to confirm, or to cancel, goes through before it brings anything about. */
  onMoneyAttempt: () => Promise<void>;
  readonly asked: string[];
  readonly cancelled: { readonly paymentId: string; readonly cancellationId: string }[];
};

export function createFakeGateway(): FakeGateway {
  return {
    standings: new Map(),
    refusesCancellations: false,
    isSilentOnCancel: false,
    isSlow: false,
    wordsArrive: Promise.resolve(),
    confirmed: [],
    isSilentOnConfirm: false,
    keyLifetimeMs: Number.POSITIVE_INFINITY,
    sendings: [],
    onConfirm: () => approved(10_000),
    closed: [],
    isSilentOnClose: false,
    onClose: () => accountClosed(),
    onMoneyAttempt: async () => undefined,
    asked: [],
    cancelled: [],
  };
}

export function approved(amountMinor: number, more: Partial<Holding> = {}): GatewayStanding {
  return {
    kind: 'approved',
    pgTransactionId: 'tx-1',
    total: { amountMinor, currency: 'KRW' },
    approvedAt: '2026-01-01T00:00:00.000Z',
    isOurs: true,
    cancellations: [],
    ...more,
  };
}

/** The customer has agreed in the window; nothing has moved. */
export function agreed(amountMinor = 10_000, isOurs = true): GatewayStanding {
  const total = { amountMinor, currency: 'KRW' };
  return { kind: 'awaiting_confirm', pgTransactionId: 'tx-1', total, isOurs };
}

/** 4,000 of 10,000 won given back by hand. */
export function cancelledAtConsole(): GatewayStanding {
  return {
    kind: 'cancelled',
    pgTransactionId: 'tx-1',
    total: { amountMinor: 10_000, currency: 'KRW' },
    approvedAt: '2026-01-01T00:00:00.000Z',
    isOurs: true,
    cancellations: [
      {
        pgCancellationId: 'pg-console-1',
        cancellationId: null,
        amountMinor: 4_000,
        status: 'SUCCEEDED',
        cancelledAt: null,
      },
    ],
  };
}

export function accountIssued(
  dueAt: string,
  more: Partial<IssuedAccount> & { readonly amountMinor?: number } = {},
): GatewayStanding {
  const { amountMinor = 10_000, ...rest } = more;
  return {
    kind: 'account_issued',
    pgTransactionId: 'tx-1',
    total: { amountMinor, currency: 'KRW' },
    isOurs: true,
    account: { bank: 'KOOKMIN', accountNumber: '12345678901234', holderName: 'Shop', dueAt },
    ...rest,
  };
}

export function accountClosed(): GatewayStanding {
  return { kind: 'account_closed', pgTransactionId: 'tx-1' };
}

export function declined(): Extract<GatewayStanding, { kind: 'declined' }> {
  return {
    kind: 'declined',
    pgTransactionId: 'tx-1',
    decline: { reason: 'CARD_DECLINED', pgCode: 'REJECTED', pgMessage: 'declined' },
  };
}
