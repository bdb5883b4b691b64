/**
 * Giving money back: `POST /v1/payments/{paymentKey}/cancel`, of the transaction that holds money under our own id
 * now: a customer may have paid by another one than the payment remembers.
 */
import type { CancelOrder, CancelResult } from '../../../domain/gateway-port.ts';
import { toMajor } from '../../../domain/major-units.ts';
import { bounded, unknown, unknownBy, whyOfStatus } from '../answer-parts.ts';
import { taggedReason } from '../cancel-reason.ts';
import { lookUp } from '../classify.ts';
import type { GatewayReply } from '../http-client.ts';
import { CANCEL_ERRORS } from './cancel-errors.ts';
import { expectedOf, pathOfPayment, type Toss } from './gateway-parts.ts';
import { type Expected, toReading } from './mapping.ts';
import { retrieve } from './retrieve.ts';
import { errorSchema } from './schemas.ts';

export async function cancel(toss: Toss, order: CancelOrder, signal: AbortSignal): Promise<CancelResult> {
  const { standing } = await retrieve(toss, { paymentId: order.paymentId }, signal);
  if (standing.kind === 'unknown') return standing;
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return unknown('unlisted');
  if (standing.total.currency !== order.currency) return unknown('unlisted');
  const reply = await toss.client(
    {
      method: 'POST',
      path: `${pathOfPayment(standing.pgTransactionId)}/cancel`,
      idempotencyKey: order.cancellationId,
      timeoutMs: toss.config.moneyTimeoutMs,
      body: {
        cancelReason: taggedReason(order.cancellationId, order.reason),
        cancelAmount: toMajor(order.amountMinor, order.currency),
        // Asked for where it is not the won.
        ...(order.currency !== 'KRW' && { currency: order.currency }),
        // In the form of `RefundAccount` itself.
        ...(order.refundAccount && { refundReceiveAccount: order.refundAccount }),
        ...(toss.config.sendRefundableAmount && {
          refundableAmount: toMajor(order.cancellableMinor, order.currency),
        }),
      },
    },
    signal,
  );
  return toCancelResult(reply, order, expectedOf(toss, order.paymentId));
}

export function toCancelResult(reply: GatewayReply, order: CancelOrder, expected: Expected): CancelResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200) return toCancelled(reply, order, expected);
  const error = errorSchema.safeParse(reply.body).data;
  switch (lookUp(CANCEL_ERRORS, error?.code)?.verdict) {
    case 'refused':
      return { kind: 'refused', pgCode: bounded(error?.code), pgMessage: bounded(error?.message) };
    case 'temporary':
      return unknown('server_error');
    case 'pending':
    case 'ours_to_mend':
    case undefined:
      return unknownBy(reply, whyOfStatus(reply.status));
  }
}

/** The whole payment comes back: this very cancellation must be in it; if not, reading it all back tells. */
function toCancelled(reply: GatewayReply, order: CancelOrder, expected: Expected): CancelResult {
  const { standing } = toReading(reply, expected);
  if (standing.kind === 'unknown') return standing;
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return unknown('unlisted');
  const ours = standing.cancellations.find(({ cancellationId }) => cancellationId === order.cancellationId);
  if (ours === undefined || ours.amountMinor !== order.amountMinor) return unknown('unlisted');
  const { pgCancellationId, cancelledAt, status } = ours;
  switch (status) {
    case 'SUCCEEDED':
      return cancelledAt === null
        ? unknown('unreadable')
        : { kind: 'succeeded', pgCancellationId, cancelledAt };
    case 'REQUESTED':
      return { kind: 'requested', pgCancellationId };
    case 'FAILED':
      return { kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' };
  }
}
