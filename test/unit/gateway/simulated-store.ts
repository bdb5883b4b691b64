/**
 * A PortOne store to test against: the real simulator in this process, with a journal folder of its own, and an
 * adapter configured for it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createPortOneGateway } from '../../../activities/gateway/portone/adapter.ts';
import type { PortOneConfig } from '../../../activities/gateway/portone/config.ts';
import type {
  CancelOrder,
  CheckoutOrder,
  GatewayPort,
  InWindowGateway,
} from '../../../domain/gateway-port.ts';
import { Secret } from '../../../domain/secret.ts';
import type { Fault, FaultRule } from '../../../sandbox/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../../sandbox/simulator/start-simulator.ts';
import type { TossStore } from '../../../sandbox/simulator/toss/store.ts';

export const API_SECRET = 'secret-of-the-test-store';
export const NEVER = new AbortController().signal;

export type SimulatedStore = {
  simulator: Simulator;
  config: PortOneConfig;
  gateway: InWindowGateway;
  /** A gateway for the same store, told otherwise. */
  gatewayWith(changes: Partial<PortOneConfig>): InWindowGateway;
  order(changes?: Partial<CheckoutOrder>): CheckoutOrder;
  /** What a customer does at the window of this order; answers the transaction's id. */
  pay(order: CheckoutOrder, card?: string): Promise<string>;
  misbehave(call: FaultRule['when']['call'], fault: Fault, times?: number): void;
  stop(): Promise<void>;
};

const channel = { storeId: 'store-test', channelKey: 'channel-key-test', channelType: 'LIVE' as const };

let orders = 0;

export async function openSimulatedStore(toss?: TossStore): Promise<SimulatedStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
  const simulator = await startSimulator({
    ...channel,
    port: 0,
    dataDir,
    apiSecret: API_SECRET,
    ...(toss && { toss }),
  });
  const config: PortOneConfig = {
    ...channel,
    apiUrl: `${simulator.url}/portone`,
    apiSecret: new Secret(API_SECRET),
    checkoutUrl: `${simulator.url}/checkout`,
    virtualAccountValidHours: 24,
    quoteIdempotencyKey: true,
    readTimeoutMs: 400,
    cancelTimeoutMs: 400,
  };
  const gateway = createPortOneGateway(config);
  return {
    simulator,
    config,
    gateway,
    gatewayWith: (changes) => createPortOneGateway({ ...config, ...changes }),
    order: (changes) => {
      orders += 1;
      const paymentId = `pay_${`${orders}`.padStart(40, '0')}`;
      return {
        paymentId,
        orderName: '김치 3kg',
        amount: 10_000,
        currency: 'KRW',
        method: { type: 'CARD' },
        ...changes,
      };
    },
    pay: async (order, card) => {
      const response = await visit(gateway, order, card === undefined ? {} : { card: { number: card } });
      return response.pgTransactionId;
    },
    misbehave: (call, fault, times = 1) => simulator.faults.add({ when: { call, times }, fault }),
    stop: async () => {
      await simulator.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

const checkoutAnswerSchema = z.object({ pgTransactionId: z.string(), status: z.string() });

/** Does at the hosted window what `customer` says, and answers what it answers. */
export async function visit(
  gateway: GatewayPort,
  order: CheckoutOrder,
  customer: object,
): Promise<{ pgTransactionId: string; status: string }> {
  const { url } = gateway.checkout(order);
  if (url === undefined) throw new Error('no hosted window is configured');
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(customer) });
  return checkoutAnswerSchema.parse(await response.json());
}

let cancellations = 0;

export function cancellation(order: CheckoutOrder, changes: Partial<CancelOrder> = {}): CancelOrder {
  cancellations += 1;
  return {
    paymentId: order.paymentId,
    cancellationId: `can_${`${cancellations}`.padStart(40, '0')}`,
    amountMinor: order.amount,
    currency: order.currency,
    cancellableMinor: order.amount,
    reason: '고객 변심',
    ...changes,
  };
}
