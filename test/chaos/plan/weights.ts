/**
 * How often clients, customers and the gateway do what: weights by name, to be drawn from. A method or a behaviour that
 * is new is one line here, and its deed where `test/chaos/run/customer.ts` looks it up.
 */
export type Weights = typeof USUAL;

export const USUAL = {
  /** PortOne and Toss by the campaign's `GATEWAY_ROUTES`; virtual accounts by either. */
  method: { CARD: 4, EASY_PAY: 1, TRANSFER: 1, MOBILE: 4, VIRTUAL_ACCOUNT: 2 },
  create: { keyed: 10, unkeyed: 2, repeated: 2, 'other body': 1, 'ordered twice': 2 },
  window: {
    pays: 24,
    declined: 2,
    'insufficient funds': 1,
    closes: 1,
    abandons: 1,
    'leaves it open': 1,
    'second try': 2,
    'pending, then paid': 1,
    'pending, then declined': 1,
    'pays late': 2,
    'wrong amount': 1,
  },
  /** Into a virtual account. */
  deposit: { 'at once': 5, 'after a while': 3, never: 2, late: 1 },
  complete: {
    once: 10,
    repeated: 3,
    'at once, on both': 3,
    'gives up early': 2,
    never: 2,
    'wrong transaction': 1,
  },
  cancel: {
    none: 10,
    full: 3,
    'full, keyed': 2,
    part: 3,
    'part, repeated': 2,
    'two at once': 2,
    'part, then the rest': 2,
    'before it is paid': 1,
    'at the console': 1,
  },
  read: { none: 4, get: 4, list: 1 },
  mishap: { none: 16, lose: 1, duplicate: 1, reorder: 1, 'wrong signature': 1, stale: 1 },
  faultRate: 0.35,
  fault: {
    'no answer, before': 2,
    'no answer, after': 2,
    'server error, before': 1,
    'server error, after': 2,
    'reset, before': 1,
    'reset, after': 2,
    'reset in an answer': 1,
    'slow effect': 2,
    'slow drip': 1,
    'rate limit': 1,
    unreadable: 1,
    'cancelled later': 2,
    'cancellation fails later': 1,
    'cancellation refused': 1,
    'confirmation refused': 1,
  },
};
