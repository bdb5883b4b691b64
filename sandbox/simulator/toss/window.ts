/** The address of Toss' window, as its browser SDK's fields, and its redirects. The customer only agrees here. */
import { z } from 'zod';
import { toMajor, toMinor } from '../../../domain/major-units.ts';
import { faultsOf, type PaymentWindow, returnUrl, validForMs, validHours } from '../checkout/window.ts';
import { keyTypeOf, type TossStore } from './store.ts';

const PAY_METHOD = {
  CARD: 'CARD',
  TRANSFER: 'TRANSFER',
  MOBILE_PHONE: 'MOBILE',
  VIRTUAL_ACCOUNT: 'VIRTUAL_ACCOUNT',
} as const;

const querySchema = z.object({
  clientKey: z.string().min(1),
  method: z.enum(['CARD', 'TRANSFER', 'MOBILE_PHONE', 'VIRTUAL_ACCOUNT']).default('CARD'),
  'card.easyPay': z.string().optional(),
  'card.cardInstallmentPlan': z.coerce.number().int().min(0).max(12).optional(),
  'virtualAccount.validHours': validHours,
  orderId: z.string().regex(/^[\w-]{6,64}$/, '6 to 64 of A-Z, a-z, 0-9, - and _'),
  orderName: z.string().min(1).max(100),
  'amount.value': z
    .string()
    .regex(/^\d{1,15}(\.\d{1,3})?$/, 'a number of major units')
    .transform(Number),
  'amount.currency': z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
    .default('KRW'),
  successUrl: returnUrl,
  failUrl: returnUrl,
});

export function tossWindow(store: TossStore): PaymentWindow {
  return {
    readOrder: (query) => {
      const parsed = querySchema.safeParse(query);
      if (!parsed.success) return { faults: faultsOf(parsed.error, query) };
      const { clientKey, method, orderId, orderName, successUrl, failUrl, ...rest } = parsed.data;
      const { 'amount.value': amount, 'amount.currency': currency } = rest;
      if (clientKey !== store.clientKey) return { faults: ['clientKey: there is no such shop'] };
      const totalMinor = toMinor(amount, currency);
      if (totalMinor === undefined || totalMinor === 0)
        return { faults: ['amount.value: a whole number of minor units'] };
      const terms = {
        storeId: store.merchantId,
        channelKey: clientKey,
        channelType: keyTypeOf(store),
        orderName,
        totalMinor,
        currency,
        payMethod: rest['card.easyPay'] === undefined ? PAY_METHOD[method] : ('EASY_PAY' as const),
        installmentMonths: rest['card.cardInstallmentPlan'],
        validForMs: validForMs(rest['virtualAccount.validHours']),
      };
      return { order: { paymentId: orderId, terms, returnUrls: { success: successUrl, failure: failUrl } } };
    },
    settlementOf: ({ name }) => ({ kind: 'authenticate', outcome: name }),
    returnQuery: ({ paymentId, terms }, { pgTransactionId, failure }) =>
      failure
        ? { code: failure.code, message: failure.message, orderId: paymentId }
        : {
            paymentType: 'NORMAL',
            orderId: paymentId,
            paymentKey: pgTransactionId,
            amount: `${toMajor(terms.totalMinor, terms.currency)}`,
          },
  };
}
