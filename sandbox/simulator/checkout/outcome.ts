/**
 * What the customer does at the window, made real in the ledger: one attempt under the payment's id.
 */
import { z } from 'zod';
import type { Fault } from '../faults.ts';
import type { Account, OrderTerms } from '../journal-entries.ts';
import type { Ledger, Settlement } from '../ledger.ts';
import { type Attempt, approvedAttempt } from '../ledger-state.ts';
import { misreported } from '../misreported.ts';
import { CLOSED_BY_CUSTOMER, findTestCard, maskCard, type TestCard } from '../test-cards.ts';

const FIRST_CARD = '4242424242424242';

export const customerSchema = z.object({
  card: z.object({ number: z.string() }).default({ number: FIRST_CARD }),
  /** `open` leaves the window open: an attempt that is READY. `deposit` is no choice at the window: it comes after it. */
  action: z.enum(['pay', 'close', 'open', 'deposit']).default('pay'),
  /** For scripts: of a virtual account, sooner than the shop's whole hours. */
  dueInMs: z.int().positive().optional(),
});

export type Customer = z.infer<typeof customerSchema>;

export type CheckoutOutcome = {
  pgTransactionId: string;
  /** `IN_PROGRESS`: agreed to, and to be confirmed by the shop. */
  status: 'PAID' | 'FAILED' | 'PAY_PENDING' | 'READY' | 'IN_PROGRESS' | 'WAITING_FOR_DEPOSIT';
  /** Where to pay in, once a virtual account is issued. */
  account?: Account;
  failure?: { code: string; message: string };
};

export type CheckoutRefusal = { refusal: 'UNKNOWN_CARD' | 'ALREADY_PAID' | 'NO_DEPOSIT' };

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
  if (customer.action === 'deposit') return depositAt(ledger, paymentId);
  const card = findTestCard(customer.card.number);
  if (!card) return { refusal: 'UNKNOWN_CARD' };
  const attempt = ledger.attempt(
    {
      paymentId,
      terms: misreported(validFor(terms, customer), fault),
      card: terms.payMethod === 'CARD' && customer.action === 'pay' ? maskCard(card) : null,
    },
    chosenBy(customer, settlementOf(card)),
  );
  return attempt ? outcomeOf(attempt) : { refusal: 'ALREADY_PAID' };
}

export function outcomeOf({ transactionId, status, account, decline }: Attempt): CheckoutOutcome {
  return {
    pgTransactionId: transactionId,
    status: STATUS_BY_ATTEMPT[status],
    ...(status === 'ACCOUNT_ISSUED' && account && { account }),
    ...(decline && { failure: decline }),
  };
}

/** What the customer does at the bank: the right amount, into the account that waits. */
function depositAt(ledger: Ledger, paymentId: string): CheckoutOutcome | CheckoutRefusal {
  const refusal = ledger.deposit(paymentId, { isLate: false });
  const payment = ledger.find(paymentId);
  const attempt = payment && approvedAttempt(payment);
  return refusal === undefined && attempt ? outcomeOf(attempt) : { refusal: 'NO_DEPOSIT' };
}

function validFor(terms: OrderTerms, { dueInMs }: Customer): OrderTerms {
  return dueInMs === undefined ? terms : { ...terms, validForMs: dueInMs };
}

function chosenBy({ action }: Customer, paying: Settlement): Settlement {
  switch (action) {
    case 'pay':
    case 'deposit':
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
  ACCOUNT_ISSUED: 'WAITING_FOR_DEPOSIT',
  APPROVED: 'PAID',
  DECLINED: 'FAILED',
  EXPIRED: 'FAILED',
  CLOSED: 'FAILED',
};
