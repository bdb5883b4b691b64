/** What the payment window must know of a gateway: how its address reads, and what the customer's choice comes to. */
import { z } from 'zod';
import type { OrderTerms } from '../journal-entries.ts';
import type { Settlement } from '../ledger.ts';
import type { TestCard } from '../test-cards.ts';
import type { CheckoutOutcome } from './outcome.ts';

export type CheckoutOrder = {
  paymentId: string;
  terms: OrderTerms;
  /** Where the customer goes afterwards; none leaves the customer here. */
  returnUrls: { success: string | undefined; failure: string | undefined };
};

export type PaymentWindow = {
  /** Nothing is checked against the shop: a customer can change the URL, and what was really agreed to is then what
   * the payment server has to notice. */
  readOrder(query: Record<string, string>): { order: CheckoutOrder } | { faults: string[] };
  settlementOf: (card: TestCard) => Settlement;
  /** The query that the gateway's window adds to the redirect. */
  returnQuery(order: CheckoutOrder, outcome: CheckoutOutcome): Record<string, string>;
};

export const returnUrl = z.url({ protocol: /^https?$/ }).optional();

/** How long a virtual account takes its deposit. */
export const validHours = z.coerce.number().int().min(1).max(720).optional();

export function validForMs(hours: number | undefined): number | undefined {
  return hours === undefined ? undefined : hours * 3_600_000;
}

/** By name, in the words of the one who wrote the address. */
export function faultsOf(error: z.ZodError, query: Record<string, string>): string[] {
  return error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return Object.hasOwn(query, name) ? `${name}: ${message}` : `${name}: missing`;
  });
}
