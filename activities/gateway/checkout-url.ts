/** The address of a hosted payment window: what the browser SDK takes, carried in the query. */
import type { Checkout } from '../../domain/payment.ts';

export function withHostedWindow(checkout: Omit<Checkout, 'url'>, windowUrl: string | undefined): Checkout {
  if (windowUrl === undefined) return checkout;
  const url = new URL(windowUrl);
  for (const [name, value] of Object.entries(checkout.sdk)) url.searchParams.set(name, `${value}`);
  return { ...checkout, url: url.href };
}
