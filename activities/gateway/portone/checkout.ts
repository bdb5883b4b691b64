/**
 * What a client needs to open PortOne's window: the fields of its browser SDK's `requestPayment`
 * (@portone/browser-sdk/v2), and the address of a hosted window where one is configured.
 */
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import type { Checkout } from '../../../domain/payment.ts';
import { withHostedWindow } from '../checkout-url.ts';
import type { PortOneConfig } from './config.ts';

export function toCheckout(config: PortOneConfig, order: CheckoutOrder): Checkout {
  const sdk = {
    storeId: config.storeId,
    channelKey: config.channelKey,
    paymentId: order.paymentId,
    orderName: order.orderName,
    // Minor units of ISO 4217, as PortOne counts too: USD 6 is 600.
    totalAmount: order.amount,
    // Up to 0.0.x the SDK spelt it `CURRENCY_KRW`; since then ISO 4217 as it is.
    currency: order.currency,
    payMethod: order.method.type,
  };
  return withHostedWindow({ provider: 'PORTONE', sdk }, config.checkoutUrl);
}
