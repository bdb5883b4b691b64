/**
 * What a client needs to open Toss Payments' window: the fields of its browser SDK's `requestPayment`
 * (docs.tosspayments.com/sdk/v2/js; @tosspayments/tosspayments-sdk 2.8.1), beside the client key that the SDK itself
 * takes, and the address of a hosted window where one is configured. `successUrl` and `failUrl` are the client's own.
 */
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import type { JsonValue } from '../../../domain/json-value.ts';
import { toMajor } from '../../../domain/major-units.ts';
import type { MethodType, PaymentMethod } from '../../../domain/methods.ts';
import type { Checkout } from '../../../domain/payment.ts';
import type { TossConfig } from '../../../platform/config/toss-config.ts';
import { withHostedWindow } from '../checkout-url.ts';

export function toCheckout(config: TossConfig, order: CheckoutOrder): Checkout {
  const { currency } = order;
  const sdk = {
    clientKey: config.clientKey,
    method: SDK_METHOD[order.method.type],
    orderId: order.paymentId,
    orderName: Array.from(order.orderName).slice(0, MAX_ORDER_NAME).join(''),
    amount: { currency, value: toMajor(order.amount, currency) },
    ...chosen(order.method, config),
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
function chosen(method: PaymentMethod, config: TossConfig): Record<string, JsonValue> {
  switch (method.type) {
    case 'CARD':
      return method.installmentMonths === undefined
        ? {}
        : { card: { cardInstallmentPlan: method.installmentMonths } };
    case 'EASY_PAY':
      return method.easyPayProvider === undefined
        ? {}
        : { card: { flowMode: 'DIRECT', easyPay: method.easyPayProvider } };
    case 'VIRTUAL_ACCOUNT':
      return { virtualAccount: { validHours: config.virtualAccountValidHours } };
    case 'TRANSFER':
    case 'MOBILE':
      return {};
  }
}
