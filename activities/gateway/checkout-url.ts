/**
 * The address of a hosted payment window: what the browser SDK takes, carried in the query. What stands inside an
 * object is named by its path: `card.cardInstallmentPlan`.
 */
import type { JsonValue } from '../../domain/json-value.ts';
import type { Checkout } from '../../domain/payment.ts';

export function withHostedWindow(checkout: Omit<Checkout, 'url'>, windowUrl: string | undefined): Checkout {
  if (windowUrl === undefined) return checkout;
  const url = new URL(windowUrl);
  for (const [path, value] of leavesOf(checkout.sdk)) url.searchParams.set(path, value);
  return { ...checkout, url: url.href };
}

function leavesOf(value: JsonValue | undefined, path = ''): [path: string, text: string][] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [[path, `${value}`]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}
