/** `GET /payments`: page by page, those whose status changed in a span of time (schema `GetPaymentsBody`). */
import { z } from 'zod';
import type { Answer } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { jsonAnswer } from '../idempotency.ts';
import type { Ledger } from '../ledger.ts';
import { speakingAttempt } from '../ledger-state.ts';
import { errorAnswer } from './errors.ts';
import { paymentView } from './payment-view.ts';

const MAX_REACHED = 60_000;
const DAYS_BY_DEFAULT_MS = 90 * 86_400_000;

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Strict: what it would silently not do, it refuses. */
const bodySchema = z.strictObject({
  page: z
    .strictObject({ number: z.int().min(0).default(0), size: z.int().min(1).default(10) })
    .refine(({ number, size }) => (number + 1) * size <= MAX_REACHED)
    .default({ number: 0, size: 10 }),
  filter: z
    .strictObject({
      storeId: z.string().optional(),
      timestampType: z.literal('STATUS_CHANGED_AT').optional(),
      from: time.optional(),
      until: time.optional(),
      sortBy: z.literal('STATUS_CHANGED_AT').optional(),
      sortOrder: z.enum(['ASC', 'DESC']).default('DESC'),
    })
    .prefault({}),
});

/** Of what a view holds, what the list is made by. */
const listedSchema = z.looseObject({ statusChangedAt: time });

export function listPayments(
  { ledger, storeId }: { ledger: Ledger; storeId: string },
  { requestBody, fault }: { requestBody: unknown; fault: Fault | undefined },
): Answer {
  const body = bodySchema.safeParse(requestBody);
  if (!body.success) return errorAnswer('INVALID_REQUEST', 'The request cannot be read.');
  const { page, filter } = body.data;
  if (filter.storeId !== undefined && filter.storeId !== storeId)
    return errorAnswer('FORBIDDEN', 'The secret has no access to this store.');
  const until = filter.until ?? Date.now();
  const from = filter.from ?? until - DAYS_BY_DEFAULT_MS;
  const direction = filter.sortOrder === 'ASC' ? 1 : -1;
  const found = ledger
    .list()
    .filter((payment) => speakingAttempt(payment)?.terms.storeId === storeId)
    .flatMap((payment) => paymentView(payment, fault) ?? [])
    .map((view) => ({ view, changedAt: listedSchema.parse(view).statusChangedAt }))
    .filter(({ changedAt }) => changedAt >= from && changedAt <= until)
    .toSorted((left, right) => (left.changedAt - right.changedAt) * direction);
  const start = page.number * page.size;
  const items = found.slice(start, start + page.size).map(({ view }) => view);
  return jsonAnswer(200, JSON.stringify({ items, page: { ...page, totalCount: found.length } }));
}
