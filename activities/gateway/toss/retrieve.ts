/**
 * What Toss knows under our order id. One order may have seen several tries in the window; the look-up by order tells
 * of one of them, so a transaction that a client names is looked up too, and believed only under our own id.
 */
import type { GatewayReport, GatewayStanding, RetrieveQuery } from '../../../domain/gateway-port.ts';
import { expectedOf, pathOfPayment, type Toss } from './gateway-parts.ts';
import { type Reading, toReading } from './mapping.ts';

export async function retrieve(
  toss: Toss,
  query: RetrieveQuery,
  signal: AbortSignal,
): Promise<GatewayReport> {
  const byOrder = await read(toss, { path: pathOfOrder(query.paymentId), ...query }, signal);
  const { pgTransactionId } = query;
  if (pgTransactionId === undefined) return { standing: byOrder.standing, claimed: 'unasked' };
  if (byOrder.pgTransactionId === pgTransactionId) return { standing: byOrder.standing, claimed: 'known' };
  // What cannot be the gateway's is not made a part of an address.
  if (!PAYMENT_KEY.test(pgTransactionId)) return { standing: byOrder.standing, claimed: strangerTo(byOrder) };

  const byKey = await read(toss, { path: pathOfPayment(pgTransactionId), ...query }, signal);
  if (byKey.pgTransactionId === pgTransactionId)
    return { standing: louder(byOrder.standing, byKey.standing), claimed: 'known' };
  const isNotHere = byKey.standing.kind === 'not_started' || byKey.isOfAnotherOrder === true;
  return { standing: byOrder.standing, claimed: isNotHere ? strangerTo(byOrder) : 'undetermined' };
}

/** Toss' keys are longer than every word of its paths (`orders`, `confirm`). */
const PAYMENT_KEY = /^[\w-]{10,200}$/;

async function read(
  toss: Toss,
  { path, paymentId }: { path: string; paymentId: string },
  signal: AbortSignal,
): Promise<Reading> {
  const reply = await toss.client({ method: 'GET', path, timeoutMs: toss.config.readTimeoutMs }, signal);
  return toReading(reply, expectedOf(toss, paymentId));
}

function pathOfOrder(paymentId: string): string {
  return `/v1/payments/orders/${encodeURIComponent(paymentId)}`;
}

/** Of a transaction that is not under our id: are there others? */
function strangerTo({ pgTransactionId, standing }: Reading): GatewayReport['claimed'] {
  if (pgTransactionId !== undefined) return 'unknown_here';
  return standing.kind === 'not_started' ? 'no_attempt' : 'undetermined';
}

/** Of two tries of one order the one that is nearer to money speaks for the payment; of equals, the one that was asked for. */
function louder(byOrder: GatewayStanding, byKey: GatewayStanding): GatewayStanding {
  return LOUDNESS[byKey.kind] >= LOUDNESS[byOrder.kind] ? byKey : byOrder;
}

const LOUDNESS: Readonly<Record<GatewayStanding['kind'], number>> = {
  approved: 5,
  cancelled: 5,
  account_issued: 4,
  // Not knowing what the order stands at outdoes everything that has no money.
  unknown: 3,
  pending: 3,
  awaiting_confirm: 2,
  declined: 1,
  account_closed: 1,
  not_started: 0,
};
