/**
 * Money is an integer in the currency's minor unit (KRW: won, USD: cent), never a float.
 * Invariant: an amount that passed `isAmountMinor` adds and subtracts exactly.
 */

/** ISO 4217 code → number of decimal digits of its minor unit. The one place to add a currency. */
export const CURRENCIES = { KRW: 0, JPY: 0, USD: 2, EUR: 2 } as const;

export type Money = {
  /** Integer, minor unit. */
  readonly amountMinor: number;
  /** ISO 4217; a string, not `Currency`: a gateway may report one that we do not sell in. */
  readonly currency: string;
};

/** Far below 2^53, so that sums of many payments stay exact too. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;

/** What a payment may ask for: 1 to `MAX_AMOUNT_MINOR`. */
export function isAmountMinor(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= MAX_AMOUNT_MINOR;
}

export function isSameMoney(left: Money, right: Money): boolean {
  return left.amountMinor === right.amountMinor && left.currency === right.currency;
}
