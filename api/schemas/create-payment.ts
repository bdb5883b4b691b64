/** `POST /api/v1/payments`: what is asked for. Strict: a field that is not known is a mistake, not noise. */
import { z } from '@hono/zod-openapi';
import { ORDER_ID_PATTERN } from '../../domain/ids.ts';
import { CURRENCIES, MAX_AMOUNT_MINOR } from '../../domain/money.ts';
import { customParams } from '../shape/faults.ts';
import { methodSchema } from './method.ts';
import { DOCUMENTED_TEXT, freeText } from './text.ts';

const CURRENCY_CODES = Object.keys(CURRENCIES);
const MAX_ITEMS = 100;
const MAX_METADATA_KEYS = 20;

export const amountSchema = z
  .int()
  .min(1)
  .max(MAX_AMOUNT_MINOR)
  .openapi({ description: "Integer in the currency's minor unit (KRW: won).", example: 10_000 });

const itemSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,64}$/)
    .optional(),
  name: freeText(200),
  quantity: z.int().min(1).max(100_000),
  unitAmount: z.int().min(0).max(MAX_AMOUNT_MINOR),
});

const customerSchema = z.strictObject({
  name: freeText(100).optional(),
  email: z.email().max(254).optional().openapi({ description: 'ASCII, and a dot in the domain.' }),
  phone: z
    .string()
    .regex(/^\+?[0-9][0-9 -]{6,18}$/)
    .optional(),
});

const MAX_METADATA_KEY_LENGTH = 40;

/** Names of their own, which the types of the document's generator do not know, and the document's version does. */
const METADATA_DOCUMENT = {
  maxProperties: MAX_METADATA_KEYS,
  propertyNames: { minLength: 1, maxLength: MAX_METADATA_KEY_LENGTH, pattern: DOCUMENTED_TEXT },
  description: 'Your own notes; answered to nobody, sent to nobody.',
};

const metadataSchema = z
  .record(freeText(MAX_METADATA_KEY_LENGTH), freeText(500))
  .refine((metadata) => Object.keys(metadata).length <= MAX_METADATA_KEYS, {
    params: customParams('TOO_MANY', String(MAX_METADATA_KEYS)),
  })
  .openapi(METADATA_DOCUMENT);

export const createPaymentSchema = z
  .strictObject({
    orderId: z.string().regex(ORDER_ID_PATTERN).openapi({
      description: 'Yours, 6–64 of A-Za-z0-9-_; nothing personal.',
      example: 'order-20260401-0001',
    }),
    orderName: freeText(100).openapi({ example: '텀블러 외 1건' }),
    items: z.array(itemSchema).max(MAX_ITEMS).optional(),
    amount: amountSchema,
    currency: z.enum(CURRENCY_CODES),
    method: methodSchema,
    customer: customerSchema.optional(),
    metadata: metadataSchema.optional(),
  })
  .openapi('CreatePayment');
