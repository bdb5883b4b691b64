/** The gateway port, scripted call by call: what it is asked is kept, and what it answers the test decides. */
import type {
  CancelOrder,
  CancelResult,
  CloseAccountOrder,
  CloseAccountResult,
  GatewayCancellation,
  GatewayPort,
  GatewayStanding,
  InWindowGateway,
} from '../../domain/gateway-port.ts';
import type { Provider } from '../../domain/providers.ts';

export type ScriptedGateway = InWindowGateway & {
  standing: GatewayStanding;
  cancelResult: CancelResult;
  /** Every order that was sent, in order. */
  readonly sent: CancelOrder[];
  closeResult: CloseAccountResult;
  /** Every order to close an account. */
  readonly closed: CloseAccountOrder[];
  readonly calls: ('retrieve' | 'cancel' | 'close')[];
};

export const KEY_LIFETIME_MS = 3 * 3_600_000;

export function scriptedGateway(): ScriptedGateway {
  const gateway: ScriptedGateway = {
    provider: 'PORTONE',
    approval: 'in_window',
    supportedMethods: ['CARD'],
    idempotencyKeyLifetimeMs: KEY_LIFETIME_MS,
    standing: holds([]),
    cancelResult: {
      kind: 'succeeded',
      pgCancellationId: 'pg-can-1',
      cancelledAt: '2026-01-01T00:00:00.000Z',
    },
    sent: [],
    closeResult: { kind: 'closed' },
    closed: [],
    calls: [],
    checkout: () => ({ provider: 'PORTONE', sdk: {} }),
    async retrieve() {
      gateway.calls.push('retrieve');
      return { standing: gateway.standing, claimed: 'unasked' };
    },
    async cancel(order) {
      gateway.calls.push('cancel');
      gateway.sent.push(order);
      return gateway.cancelResult;
    },
    async closeVirtualAccount(order) {
      gateway.calls.push('close');
      gateway.closed.push(order);
      return gateway.closeResult;
    },
  };
  return gateway;
}

/** One for each name, so that a test need name only those that it looks at. */
export function gatewaysWith(ones: Partial<Record<Provider, GatewayPort>>): Record<Provider, GatewayPort> {
  return { PORTONE: scriptedGateway(), TOSS: scriptedGateway(), ...ones };
}

/** 10,000 won approved, with these cancellations. */
export function holds(cancellations: readonly GatewayCancellation[]): GatewayStanding {
  return {
    kind: cancellations.length === 0 ? 'approved' : 'cancelled',
    pgTransactionId: 'tx-1',
    total: { amountMinor: 10_000, currency: 'KRW' },
    approvedAt: '2026-01-01T00:00:00.000Z',
    isOurs: true,
    cancellations,
  };
}
