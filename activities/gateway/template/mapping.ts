/** The gateway's answers → the closed unions of the gateway port. Pure; what it cannot place is `unknown`. */
import type {
  CancelOrder,
  CancelResult,
  ConfirmOrder,
  ConfirmResult,
  GatewayStanding,
} from '../../../domain/gateway-port.ts';
import { bounded, unknown, whyOfStatus } from '../answer-parts.ts';
import { lookUp } from '../classify.ts';
import { declineReasonOf } from '../decline-reasons.ts';
import type { GatewayReply } from '../http-client.ts';
import { CANCEL_ERRORS } from './cancel-errors.ts';
import { CONFIRM_ERRORS } from './confirm-errors.ts';
import { fillIn } from './fill-in.ts';
import { RETRIEVE_ERRORS } from './retrieve-errors.ts';
import { errorSchema } from './schemas.ts';

export function toStanding(reply: GatewayReply, paymentId: string): GatewayStanding {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200)
    return fillIn(`each status of a payment; only what is about ${paymentId} is ours`, unknown('unlisted'));
  const verdict = lookUp(RETRIEVE_ERRORS, errorOf(reply)?.code)?.verdict;
  // In its own words, and not from a broken server: a proxy or a wrong address says 404 as well.
  if (verdict === 'nothing_there' && reply.status < 500) return { kind: 'not_started' };
  return unknown(verdict === 'temporary' ? 'server_error' : whyOfStatus(reply.status));
}

export function toConfirmResult(reply: GatewayReply, order: ConfirmOrder): ConfirmResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200)
    return fillIn(`what the answer says, if it is about ${order.pgTransactionId}`, unknown('unlisted'));
  const error = errorOf(reply);
  switch (lookUp(CONFIRM_ERRORS, error?.code)?.verdict) {
    case 'declined': {
      const reason = declineReasonOf(error?.code);
      const decline = { reason, pgCode: bounded(error?.code), pgMessage: bounded(error?.message) };
      return { kind: 'declined', pgTransactionId: order.pgTransactionId, decline };
    }
    case 'pending':
      return { kind: 'pending' };
    case 'temporary':
      return unknown('server_error');
    case 'ours_to_mend':
    case undefined:
      return unknown(whyOfStatus(reply.status));
  }
}

export function toCancelResult(reply: GatewayReply, order: CancelOrder): CancelResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200)
    return fillIn(`what the answer says, if it is about ${order.cancellationId}`, unknown('unlisted'));
  const error = errorOf(reply);
  switch (lookUp(CANCEL_ERRORS, error?.code)?.verdict) {
    case 'refused':
      return { kind: 'refused', pgCode: bounded(error?.code), pgMessage: bounded(error?.message) };
    case 'temporary':
      return unknown('server_error');
    case 'pending':
    case 'ours_to_mend':
    case undefined:
      return unknown(whyOfStatus(reply.status));
  }
}

function errorOf({ body }: Extract<GatewayReply, { kind: 'answer' }>) {
  return errorSchema.safeParse(body).data;
}
