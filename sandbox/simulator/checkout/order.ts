/**
 * The order as the checkout's URL tells it. Nothing is checked against the shop: a customer can change the URL,
 * and what was really paid is then what the payment server has to notice.
 */
import { z } from 'zod';
import type { OrderTerms } from '../journal-entries.ts';

export type Channel = { storeId: string; channelKey: string; channelType: 'LIVE' | 'TEST' };

export type CheckoutOrder = { paymentId: string; terms: OrderTerms; redirectUrl: string | undefined };

const querySchema = z.object({
  storeId: z.string().min(1),
  channelKey: z.string().min(1),
  paymentId: z.string().min(1).max(200),
  orderName: z.string().min(1).max(200),
  totalAmount: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'a whole number of minor units')
    .transform(Number),
  currency: z
    .string()
    // `CURRENCY_KRW` is how older versions of PortOne's browser SDK spell it.
    .transform((currency) => currency.replace(/^CURRENCY_/, ''))
    .pipe(z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code')),
  payMethod: z.enum(['CARD', 'TRANSFER', 'EASY_PAY']).default('CARD'),
  redirectUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export function readCheckoutOrder(
  query: Record<string, string>,
  channel: Channel,
): { order: CheckoutOrder } | { faults: string[] } {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => {
        const name = path.join('.');
        return Object.hasOwn(query, name) ? `${name}: ${message}` : `${name}: missing`;
      }),
    };
  }
  const { paymentId, redirectUrl, totalAmount, storeId, channelKey, ...rest } = parsed.data;
  if (storeId !== channel.storeId) return { faults: ['storeId: there is no such store'] };
  // A store has test channels beside its live one; whoever names another channel pays with test money.
  const channelType = channelKey === channel.channelKey ? channel.channelType : 'TEST';
  const terms = { ...rest, storeId, channelKey, channelType, totalMinor: totalAmount };
  return { order: { paymentId, terms, redirectUrl } };
}
