/**
 * Toss Payments' list of transactions (`GET /v1/transactions`): each approval and each cancellation by when it was
 * processed, and nothing of where its payment stands. A row that says no more than that is told as it is; the rest is
 * `other`, which asking about the payment clears up.
 */
import { z } from 'zod';
import type { ChangedPayment, ChangedQuery, ChangedResult, Movement } from '../../../domain/gateway-port.ts';
import { toMinor } from '../../../domain/major-units.ts';
import { gatewayId, listedId, unknown, unknownBy, whyOfStatus } from '../answer-parts.ts';
import type { Toss } from './gateway-parts.ts';

/** Up to 5,000 are allowed; an answer is read up to a bound. */
const PAGE_SIZE = 500;
/** "Up to 60 seconds" (docs.tosspayments.com/reference, 거래 조회). */
const TIMEOUT_MS = 65_000;

export async function listChanged(
  { config, client }: Toss,
  { from, until, cursor }: ChangedQuery,
  signal: AbortSignal,
): Promise<ChangedResult> {
  const query = new URLSearchParams({
    startDate: inKorea(from),
    endDate: inKorea(until),
    limit: `${PAGE_SIZE}`,
    ...(cursor !== null && { startingAfter: cursor }),
  });
  const path = `/v1/transactions?${query.toString()}`;
  const reply = await client({ method: 'GET', path, timeoutMs: TIMEOUT_MS }, signal);
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status !== 200) return unknownBy(reply, whyOfStatus(reply.status));
  const page = pageSchema.safeParse(reply.body);
  if (!page.success) return unknown('unreadable');
  const last = page.data.at(-1);
  return {
    kind: 'page',
    items: page.data.map((row) => toChanged(row, config.merchantId)),
    next: last === undefined || page.data.length < PAGE_SIZE ? null : last.transactionKey,
  };
}

const rowSchema = z.object({
  mId: z.string(),
  transactionKey: gatewayId,
  paymentKey: gatewayId,
  orderId: listedId,
  status: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amount: z.number(),
});

type Row = z.infer<typeof rowSchema>;

/** A row that cannot be read makes the page unreadable: what it stands for would be missed for good. */
const pageSchema = z.array(rowSchema);

function toChanged(row: Row, merchantId: string): ChangedPayment {
  return { paymentId: row.orderId, movement: toMovement(row, merchantId) };
}

function toMovement({ status, mId, ...row }: Row, merchantId: string): Movement {
  // What goes back is told as a negative amount.
  const amountMinor = toMinor(Math.abs(row.amount), row.currency);
  if (amountMinor === undefined || mId !== merchantId) return { kind: 'other' };
  const money = { amountMinor, currency: row.currency };
  switch (status) {
    case 'DONE':
      return { kind: 'approved', pgTransactionId: row.paymentKey, money };
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      return { kind: 'cancelled', pgCancellationId: row.transactionKey, money };
    default:
      return { kind: 'other' };
  }
}

/** The document's own form: Korea's time, to the millisecond, without an offset. */
function inKorea(time: string): string {
  return new Date(Date.parse(time) + 9 * 3_600_000).toISOString().replace('Z', '');
}
