/** A shop at Toss Payments to test against: the same simulator by its other dialect, and an adapter configured for it. */
import { createTossGateway } from '../../../activities/gateway/toss/adapter.ts';
import type { CheckoutOrder, ConfirmOrder, OnConfirmGateway } from '../../../domain/gateway-port.ts';
import { Secret } from '../../../domain/secret.ts';
import type { TossConfig } from '../../../platform/config/toss-config.ts';
import { deriveConfirmationKey } from '../../../platform/crypto/derive-ids.ts';
import { openSimulatedStore, type SimulatedStore, visit } from './simulated-store.ts';

export type SimulatedToss = Pick<SimulatedStore, 'simulator' | 'order' | 'misbehave' | 'stop'> & {
  config: TossConfig;
  gateway: OnConfirmGateway;
  /** A gateway for the same shop, told otherwise. */
  gatewayWith(changes: Partial<TossConfig>): OnConfirmGateway;
  /** What a customer does at the window of this order; answers the transaction's id. Nothing has moved then. */
  agree(order: CheckoutOrder, card?: string): Promise<string>;
  /** Agreed to and confirmed. */
  pay(order: CheckoutOrder): Promise<string>;
};

export const LIVE_SHOP = { secretKey: 'live_sk_shop', clientKey: 'live_ck_shop', merchantId: 'shop' };
export const TEST_SHOP = { secretKey: 'test_sk_shop', clientKey: 'test_ck_shop', merchantId: 'tshop' };

export async function openSimulatedToss(shop = LIVE_SHOP): Promise<SimulatedToss> {
  const { simulator, order, misbehave, stop } = await openSimulatedStore(shop);
  const config: TossConfig = {
    ...shop,
    apiUrl: `${simulator.url}/toss`,
    secretKey: new Secret(shop.secretKey),
    keyType: shop.secretKey.startsWith('live_') ? 'LIVE' : 'TEST',
    checkoutUrl: `${simulator.url}/toss/checkout`,
    virtualAccountValidHours: 24,
    sendRefundableAmount: false,
    readTimeoutMs: 400,
    moneyTimeoutMs: 400,
  };
  const gateway = createTossGateway(config);
  const agree = async (order_: CheckoutOrder, card?: string): Promise<string> => {
    const seen = await visit(gateway, order_, card === undefined ? {} : { card: { number: card } });
    return seen.pgTransactionId;
  };
  return {
    ...{ simulator, order, misbehave, stop, config, gateway, agree },
    gatewayWith: (changes) => createTossGateway({ ...config, ...changes }),
    pay: async (order_) => {
      const pgTransactionId = await agree(order_);
      const result = await gateway.confirm(
        confirmation(order_, pgTransactionId),
        new AbortController().signal,
      );
      if (result.kind !== 'approved') throw new Error(`not paid: ${result.kind}`);
      return pgTransactionId;
    },
  };
}

export function confirmation(
  { paymentId, amount, currency }: CheckoutOrder,
  pgTransactionId: string,
): ConfirmOrder {
  const idempotencyKey = deriveConfirmationKey({ paymentId, pgTransactionId });
  return { paymentId, pgTransactionId, amountMinor: amount, currency, idempotencyKey };
}
