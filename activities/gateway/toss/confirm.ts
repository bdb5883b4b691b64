/**
 * The approval itself: `POST /v1/payments/confirm`. Never believed to have failed but by the white list; what may have
 * been done before, or cannot be found, is read back under our own id.
 */
import type { ConfirmOrder, ConfirmResult, GatewayStanding } from '../../../domain/gateway-port.ts';
import { toMajor } from '../../../domain/major-units.ts';
import { bounded, unknown, unknownBy, whyOfStatus } from '../answer-parts.ts';
import { lookUp } from '../classify.ts';
import { declineReasonOf } from '../decline-reasons.ts';
import type { GatewayReply } from '../http-client.ts';
import { CONFIRM_ERRORS } from './confirm-errors.ts';
import { expectedOf, type Toss } from './gateway-parts.ts';
import { type Expected, toReading } from './mapping.ts';
import { retrieve } from './retrieve.ts';
import { errorSchema } from './schemas.ts';

export async function confirm(toss: Toss, order: ConfirmOrder, signal: AbortSignal): Promise<ConfirmResult> {
  const { paymentId, pgTransactionId, amountMinor, currency, idempotencyKey } = order;
  const reply = await toss.client(
    {
      method: 'POST',
      path: '/v1/payments/confirm',
      idempotencyKey,
      timeoutMs: toss.config.moneyTimeoutMs,
      body: { paymentKey: pgTransactionId, orderId: paymentId, amount: toMajor(amountMinor, currency) },
    },
    signal,
  );
  const result = toConfirmResult(reply, order, expectedOf(toss, paymentId));
  if (result.kind !== 'read_back') return result;
  const { standing, claimed } = await retrieve(toss, { paymentId, pgTransactionId }, signal);
  // Of a transaction that cannot be read it is not known that there is nothing.
  const mayBeNothing = result.mayBeNothing && claimed !== 'undetermined';
  return fromReadingBack(standing, order, { ...result, mayBeNothing });
}

/** What an answer says by itself; or that only reading back can tell, and whether it may find nothing. */
export type ReadBack = { readonly kind: 'read_back'; readonly mayBeNothing: boolean };

export function toConfirmResult(
  reply: GatewayReply,
  order: ConfirmOrder,
  expected: Expected,
): ConfirmResult | ReadBack {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200) {
    const { standing, pgTransactionId } = toReading(reply, expected);
    // The answer must be about this very transaction; if not, asking tells.
    if (pgTransactionId !== order.pgTransactionId)
      return standing.kind === 'unknown' ? standing : unknown('unlisted');
    return fromStanding(standing, order) ?? unknown('unlisted');
  }
  const error = errorSchema.safeParse(reply.body).data;
  switch (lookUp(CONFIRM_ERRORS, error?.code)?.verdict) {
    case 'declined': {
      const decline = {
        reason: declineReasonOf(error?.code),
        pgCode: bounded(error?.code),
        pgMessage: bounded(error?.message),
      };
      return { kind: 'declined', pgTransactionId: order.pgTransactionId, decline };
    }
    case 'already_done':
      return { kind: 'read_back', mayBeNothing: false };
    case 'nothing_there':
      return { kind: 'read_back', mayBeNothing: true };
    case 'pending':
      return { kind: 'pending' };
    case 'temporary':
      return unknown('server_error');
    case 'ours_to_mend':
    case undefined:
      return unknownBy(reply, whyOfStatus(reply.status));
  }
}

/** Pure; a standing that contradicts the refusal is not explained away. */
export function fromReadingBack(
  standing: GatewayStanding,
  order: ConfirmOrder,
  { mayBeNothing }: ReadBack,
): ConfirmResult {
  const result = fromStanding(standing, order);
  if (result !== undefined) return result;
  const isNothing = ['not_started', 'declined', 'account_closed'].includes(standing.kind);
  return isNothing && mayBeNothing ? { kind: 'not_started' } : unknown('unlisted');
}

function fromStanding(standing: GatewayStanding, order: ConfirmOrder): ConfirmResult | undefined {
  switch (standing.kind) {
    case 'approved':
    case 'account_issued':
    case 'pending':
    case 'unknown':
      return standing;
    case 'declined':
      return standing.pgTransactionId === order.pgTransactionId ? standing : undefined;
    // Approved once, and given back since: the payment's next asking records both.
    case 'cancelled':
    case 'not_started':
    case 'account_closed':
    case 'awaiting_confirm':
      return undefined;
  }
}
