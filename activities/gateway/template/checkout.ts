/** What a client needs to open the gateway's window: the fields of its browser SDK, and a hosted window's address. */
import type { CheckoutOrder } from '../../../domain/gateway-port.ts';
import type { Checkout } from '../../../domain/payment.ts';
import type { Provider } from '../../../domain/providers.ts';
import { withHostedWindow } from '../checkout-url.ts';
import type { TemplateConfig } from './config.ts';
import { fillIn } from './fill-in.ts';

export function toCheckout(
  { checkoutUrl }: TemplateConfig,
  provider: Provider,
  { paymentId, orderName, amount, currency }: CheckoutOrder,
): Checkout {
  const sdk = fillIn('the names that the SDK gives them', { paymentId, orderName, amount, currency });
  return withHostedWindow({ provider, sdk }, checkoutUrl);
}
