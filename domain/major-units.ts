/**
 * For gateways that count in the currency's major unit (KRW 1000, USD 12.5). Invariant: what is read is a whole
 * number of minor units, or nothing; no float is ever added to another.
 */
import { CURRENCIES } from './money.ts';

/** Undefined for an amount that is no whole number of minor units. */
export function toMinor(amount: number, currency: string): number | undefined {
  const scaled = amount * scaleOf(currency);
  const whole = Math.round(scaled);
  // 12.34 * 100 is 1233.9999…: a float's own error is far below a thousandth, a fraction of a cent is not.
  const isWhole = Math.abs(scaled - whole) < 1e-3 && Number.isSafeInteger(whole) && whole >= 0;
  return isWhole ? whole : undefined;
}

export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / scaleOf(currency);
}

/** Also of currencies that we do not sell in: money in one of them must be recognised, to be given back. */
function scaleOf(currency: string): number {
  const digits =
    new Map<string, number>(Object.entries(CURRENCIES)).get(currency) ??
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    0;
  return 10 ** digits;
}
