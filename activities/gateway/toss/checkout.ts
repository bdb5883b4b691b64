/**
 * What a client needs to open Toss Payments' window: the fields of its browser SDK's `requestPayment`
 * (docs.tosspayments.com/sdk/v2/js), flat, and the address of a hosted window where one is configured. `successUrl` and `failUrl`
 * are the client's own.
 */
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import { toMajor } from '../../../domain/major-units.ts';
import type { MethodType, PaymentMethod } from '../../../domain/methods.ts';
import type { Checkout } from '../../../domain/payment.ts';
import type { TossConfig } from '../../../platform/config/toss-config.ts';
import { withHostedWindow } from '../checkout-url.ts';

export function toCheckout(config: TossConfig, order: CheckoutOrder): Checkout {
  const sdk = {
    clientKey: config.clientKey,
    method: SDK_METHOD[order.method.type],
    orderId: order.paymentId,
    orderName: Array.from(order.orderName).slice(0, MAX_ORDER_NAME).join(''),
    amount: toMajor(order.amount, order.currency),
    currency: order.currency,
    ...chosen(order.method),
  };
  return withHostedWindow({ provider: 'TOSS', sdk }, config.checkoutUrl);
}

const MAX_ORDER_NAME = 100;

/** Easy payment is a part of Toss' card window. */
const SDK_METHOD: Readonly<Record<MethodType, string>> = {
  CARD: 'CARD',
  EASY_PAY: 'CARD',
  TRANSFER: 'TRANSFER',
  MOBILE: 'MOBILE_PHONE',
  VIRTUAL_ACCOUNT: 'VIRTUAL_ACCOUNT',
};

/** What the customer has chosen at the shop already. */
function chosen(method: PaymentMethod): Record<string, string | number> {
  switch (method.type) {
    case 'CARD':
      return method.installmentMonths === undefined ? {} : { cardInstallmentPlan: method.installmentMonths };
    case 'EASY_PAY':
      return method.easyPayProvider === undefined
        ? {}
        : { flowMode: 'DIRECT', easyPay: method.easyPayProvider };
    case 'TRANSFER':
    case 'MOBILE':
    case 'VIRTUAL_ACCOUNT':
      return {};
  }
}
