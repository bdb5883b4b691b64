/**
 * What a client needs to open PortOne's window: the fields of its browser SDK's `requestPayment`
 * (@portone/browser-sdk/v2, 0.1.11), and the address of a hosted window where one is configured.
 */
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import type { JsonValue } from '../../../domain/json-value.ts';
import type { PaymentMethod } from '../../../domain/methods.ts';
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
    ...chosen(order.method, config),
  };
  return withHostedWindow({ provider: 'PORTONE', sdk }, config.checkoutUrl);
}

/** What the customer has chosen at the shop already. */
function chosen(method: PaymentMethod, config: PortOneConfig): Record<string, JsonValue> {
  switch (method.type) {
    case 'CARD': {
      if (method.installmentMonths === undefined) return {};
      // There "one month" is how all at once is called.
      const fixedMonth = Math.max(1, method.installmentMonths);
      return { card: { installment: { monthOption: { fixedMonth } } } };
    }
    case 'EASY_PAY':
      return method.easyPayProvider === undefined
        ? {}
        : { easyPay: { easyPayProvider: method.easyPayProvider } };
    case 'VIRTUAL_ACCOUNT':
      return { virtualAccount: { accountExpiry: { validHours: config.virtualAccountValidHours } } };
    case 'TRANSFER':
    case 'MOBILE':
      return {};
  }
}
