/** The address of PortOne's window, and its redirect; the money moves in the window. */
import { z } from 'zod';
import { faultsOf, type PaymentWindow, returnUrl, validForMs, validHours } from '../checkout/window.ts';

export type Channel = { storeId: string; channelKey: string; channelType: 'LIVE' | 'TEST' };

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
  payMethod: z.enum(['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE', 'VIRTUAL_ACCOUNT']).default('CARD'),
  'card.installment.monthOption.fixedMonth': z.coerce.number().int().min(1).optional(),
  'virtualAccount.accountExpiry.validHours': validHours,
  redirectUrl: returnUrl,
});

export function portOneWindow(channel: Channel): PaymentWindow {
  return {
    readOrder: (query) => {
      const parsed = querySchema.safeParse(query);
      if (!parsed.success) return { faults: faultsOf(parsed.error, query) };
      const { paymentId, redirectUrl, totalAmount, storeId, channelKey, ...rest } = parsed.data;
      const { orderName, currency, payMethod } = rest;
      // "One month" is all at once.
      const month = rest['card.installment.monthOption.fixedMonth'];
      if (storeId !== channel.storeId) return { faults: ['storeId: there is no such store'] };
      // A store has test channels beside its live one; whoever names another channel pays with test money.
      const channelType = channelKey === channel.channelKey ? channel.channelType : 'TEST';
      const terms = {
        ...{ storeId, channelKey, channelType, orderName, totalMinor: totalAmount, currency, payMethod },
        installmentMonths: month === 1 ? 0 : month,
        validForMs: validForMs(rest['virtualAccount.accountExpiry.validHours']),
      };
      return { order: { paymentId, terms, returnUrls: { success: redirectUrl, failure: redirectUrl } } };
    },
    settlementOf: ({ settlement }) => settlement,
    returnQuery: ({ paymentId }, { pgTransactionId, failure }) => ({
      paymentId,
      transactionType: 'PAYMENT',
      txId: pgTransactionId,
      ...(failure && { code: 'FAILURE_TYPE_PG', message: failure.message }),
    }),
  };
}
