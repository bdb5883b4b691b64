/**
 * What the customer does at the window, made real in the ledger: one attempt under the payment's id.
 */
import { z } from 'zod';
import type { Fault } from '../faults.ts';
import type { OrderTerms } from '../journal-entries.ts';
import type { Ledger, Settlement } from '../ledger.ts';
import type { Attempt } from '../ledger-state.ts';
import { misreported } from '../misreported.ts';
import { CLOSED_BY_CUSTOMER, findTestCard, maskCard, type TestCard } from '../test-cards.ts';

const FIRST_CARD = '4242424242424242';

export const customerSchema = z.object({
  card: z.object({ number: z.string() }).default({ number: FIRST_CARD }),
  /** `open` leaves the window open: an attempt that is READY. */
  action: z.enum(['pay', 'close', 'open']).default('pay'),
});

export type Customer = z.infer<typeof customerSchema>;

export type CheckoutOutcome = {
  pgTransactionId: string;
  /** `IN_PROGRESS`: agreed to, and to be confirmed by the shop. */
  status: 'PAID' | 'FAILED' | 'PAY_PENDING' | 'READY' | 'IN_PROGRESS';
  failure?: { code: string; message: string };
};

export type CheckoutRefusal = { refusal: 'UNKNOWN_CARD' | 'ALREADY_PAID' };

export type Visit = {
  paymentId: string;
  terms: OrderTerms;
  customer: Customer;
  fault: Fault | undefined;
  /** What the card comes to at this gateway. */
  settlementOf: (card: TestCard) => Settlement;
};

export function visitCheckout(
  ledger: Ledger,
  { paymentId, terms, customer, fault, settlementOf }: Visit,
): CheckoutOutcome | CheckoutRefusal {
  const card = findTestCard(customer.card.number);
  if (!card) return { refusal: 'UNKNOWN_CARD' };
  const attempt = ledger.attempt(
    {
      paymentId,
      terms: misreported(terms, fault),
      card: terms.payMethod === 'CARD' && customer.action === 'pay' ? maskCard(card) : null,
    },
    chosenBy(customer, settlementOf(card)),
  );
  if (!attempt) return { refusal: 'ALREADY_PAID' };
  const { transactionId, decline } = attempt;
  return {
    pgTransactionId: transactionId,
    status: STATUS_BY_ATTEMPT[attempt.status],
    ...(decline && { failure: decline }),
  };
}

function chosenBy({ action }: Customer, paying: Settlement): Settlement {
  switch (action) {
    case 'pay':
      return paying;
    case 'close':
      return CLOSED_BY_CUSTOMER;
    case 'open':
      return { kind: 'leave_open' };
  }
}

const STATUS_BY_ATTEMPT: Record<Attempt['status'], CheckoutOutcome['status']> = {
  READY: 'READY',
  AUTHENTICATED: 'IN_PROGRESS',
  PENDING: 'PAY_PENDING',
  APPROVED: 'PAID',
  DECLINED: 'FAILED',
  EXPIRED: 'FAILED',
};
