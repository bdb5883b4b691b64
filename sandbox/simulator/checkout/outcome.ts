/**
 * What the customer does at the window, made real in the ledger: one attempt under the payment's id.
 */
import { z } from 'zod';
import type { Fault } from '../faults.ts';
import type { OrderTerms } from '../journal-entries.ts';
import type { Ledger, Settlement } from '../ledger.ts';
import { misreported, statusOf } from '../portone/payment-view.ts';
import { CLOSED_BY_CUSTOMER, findTestCard, maskCard } from '../test-cards.ts';

const FIRST_CARD = '4242424242424242';

export const customerSchema = z.object({
  card: z.object({ number: z.string() }).default({ number: FIRST_CARD }),
  /** `open` leaves the window open: an attempt that is READY. */
  action: z.enum(['pay', 'close', 'open']).default('pay'),
});

export type Customer = z.infer<typeof customerSchema>;

export type CheckoutOutcome = {
  pgTransactionId: string;
  status: 'PAID' | 'FAILED' | 'PAY_PENDING' | 'READY';
  failure?: { code: string; message: string };
};

export type CheckoutRefusal = { refusal: 'UNKNOWN_CARD' | 'ALREADY_PAID' };

export type Visit = { paymentId: string; terms: OrderTerms; customer: Customer; fault: Fault | undefined };

export function visitCheckout(
  ledger: Ledger,
  { paymentId, terms, customer, fault }: Visit,
): CheckoutOutcome | CheckoutRefusal {
  const card = findTestCard(customer.card.number);
  if (!card) return { refusal: 'UNKNOWN_CARD' };
  const attempt = ledger.attempt(
    {
      paymentId,
      terms: misreported(terms, fault),
      card: terms.payMethod === 'CARD' && customer.action === 'pay' ? maskCard(card) : null,
    },
    settlementOf(customer, card.settlement),
  );
  const payment = ledger.find(paymentId);
  if (!attempt || !payment) return { refusal: 'ALREADY_PAID' };
  const { transactionId, decline } = attempt;
  return {
    pgTransactionId: transactionId,
    status: checkoutStatus(statusOf(payment, attempt)),
    ...(decline && { failure: decline }),
  };
}

function settlementOf({ action }: Customer, bySettlement: Settlement): Settlement {
  switch (action) {
    case 'pay':
      return bySettlement;
    case 'close':
      return CLOSED_BY_CUSTOMER;
    case 'open':
      return { kind: 'leave_open' };
  }
}

const checkoutStatusSchema = z.enum(['PAID', 'FAILED', 'PAY_PENDING', 'READY']);

function checkoutStatus(status: string): CheckoutOutcome['status'] {
  return checkoutStatusSchema.parse(status);
}
