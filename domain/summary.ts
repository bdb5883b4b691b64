/** One line that tells a person which payment this is. */
import { CURRENCIES } from './money.ts';
import type { Payment } from './payment.ts';

/** `KRW 10,000 · CARD · order-123`: major units, since a person reads it. */
export function summarise({
  amount,
  currency,
  method,
  orderId,
}: Pick<Payment, 'amount' | 'currency' | 'method' | 'orderId'>): string {
  return `${currency} ${inMajorUnits(amount, currency)} · ${method.type} · ${orderId}`;
}

function inMajorUnits(amountMinor: number, currency: string): string {
  const known: Readonly<Record<string, number>> = CURRENCIES;
  const digits = known[currency] ?? 0;
  return (amountMinor / 10 ** digits).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
