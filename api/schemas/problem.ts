/** RFC 9457 problems as the document describes them; `api/problem.ts` writes them. */
import { z } from '@hono/zod-openapi';
import { ERRORS } from '../../domain/errors.ts';
import { FAULT_CODES } from '../shape/faults.ts';
import { declineSchema } from './payment.ts';

const faultSchema = z.strictObject({
  pointer: z.string().openapi({
    description: 'RFC 6901, into the body; `/query/…` and `/header/…` name a parameter or a header.',
    example: '/method/type',
  }),
  code: z.enum(FAULT_CODES),
  message: z.string(),
});

export const problemSchema = z
  .strictObject({
    type: z.string().openapi({ description: 'A URI reference to the page on this code.' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERRORS)),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    params: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .openapi({ description: 'What fills the detail, for machines: `paymentId` of DUPLICATE_ORDER, …' }),
    errors: z.array(faultSchema).optional(),
    decline: declineSchema.optional(),
  })
  .openapi('Problem');
