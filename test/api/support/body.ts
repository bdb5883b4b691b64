/** What tests look at in an answer; whether it is as documented is checked apart. */
import { z } from 'zod';

const bodySchema = z.looseObject({
  code: z.string().optional(),
  detail: z.string().optional(),
  title: z.string().optional(),
  requestId: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).optional(),
  paymentId: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
  items: z.array(z.looseObject({ paymentId: z.string() })).optional(),
  nextCursor: z.string().nullable().optional(),
});

export type Body = z.infer<typeof bodySchema>;

export function readBody(response: Response, text: string): Body {
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return isJson && text !== '' ? bodySchema.parse(JSON.parse(text)) : {};
}

/** The pointers of a problem's faults with their codes: `/amount REQUIRED`. */
export function faultsIn(body: Body): readonly string[] {
  return (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}
