/**
 * PortOne's list of payments by when their status last changed (`GET /payments`). Paged by that time and not by page
 * number: a payment that changes meanwhile leaves the list and would pull an unread one onto a page already read.
 */
import { z } from 'zod';
import type { ChangedPayment, ChangedQuery, ChangedResult } from '../../../domain/gateway-port.ts';
import { unknown, unknownBy } from '../answer-parts.ts';
import type { GatewayClient } from '../http-client.ts';
import type { PortOneConfig } from './config.ts';
import { toReading, whyOfError } from './mapping.ts';
import { changedSchema, errorSchema } from './schemas.ts';

/** Payments may hold many cancellations, and an answer is read up to a bound: few to a page. */
const PAGE_SIZE = 50;
/** Whether `from` itself belongs to the span the document does not say. */
const STEP_BACK_MS = 1;

type Place = { readonly from: string; readonly number: number };

export async function listChanged(
  config: PortOneConfig,
  client: GatewayClient,
  { query, signal }: { query: ChangedQuery; signal: AbortSignal },
): Promise<ChangedResult> {
  const place = placeOf(query);
  const requestBody = JSON.stringify({
    page: { number: place.number, size: PAGE_SIZE },
    filter: {
      storeId: config.storeId,
      timestampType: 'STATUS_CHANGED_AT',
      from: place.from,
      until: query.until,
      sortBy: 'STATUS_CHANGED_AT',
      sortOrder: 'ASC',
    },
  });
  // A GET with a body is not for every proxy: the document takes the body as a query parameter too.
  const path = `/payments?${new URLSearchParams({ requestBody }).toString()}`;
  const reply = await client({ method: 'GET', path, timeoutMs: config.readTimeoutMs }, signal);
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status !== 200)
    return unknownBy(reply, whyOfError(reply.status, errorSchema.safeParse(reply.body).data?.type));
  const page = changedSchema.safeParse(reply.body);
  if (!page.success) return unknown('unreadable');
  const { items } = page.data;
  return {
    kind: 'page',
    items: items.map((item) => toChanged(item, config)),
    next: items.length < PAGE_SIZE ? null : JSON.stringify(nextPlace(place, items.at(-1)?.statusChangedAt)),
  };
}

type Item = z.infer<typeof changedSchema>['items'][number];

/** What of it cannot be read is its own unknown, not the page's. */
function toChanged(item: Item, config: PortOneConfig): ChangedPayment {
  const expected = { ...config, paymentId: item.id };
  return {
    paymentId: item.id,
    standing: toReading({ kind: 'answer', status: 200, body: item }, expected).standing,
  };
}

function nextPlace({ from, number }: Place, lastChangedAt: string | undefined): Place {
  const steppedBackMs = Date.parse(lastChangedAt ?? from) - STEP_BACK_MS;
  // More than a page within one step: only the page number gets on.
  if (steppedBackMs <= Date.parse(from)) return { from, number: number + 1 };
  return { from: new Date(steppedBackMs).toISOString(), number: 0 };
}

const placeSchema = z.object({ from: z.string(), number: z.int().min(0) });

function placeOf({ from, cursor }: ChangedQuery): Place {
  return cursor === null ? { from, number: 0 } : placeSchema.parse(JSON.parse(cursor));
}
