/**
 * Ending an account that waits for its deposit: a cancellation of all of it, `POST /v1/payments/{paymentKey}/cancel`.
 * The key and this very transaction's address make it once.
 */
import type { CloseAccountOrder, CloseAccountResult } from '../../../domain/gateway-port.ts';
import { unknown, whyOfStatus } from '../answer-parts.ts';
import { lookUp } from '../classify.ts';
import type { GatewayReply } from '../http-client.ts';
import { CLOSE_ERRORS } from './close-errors.ts';
import { expectedOf, pathOfPayment, type Toss } from './gateway-parts.ts';
import { type Expected, toReading } from './mapping.ts';
import { retrieve } from './retrieve.ts';
import { errorSchema } from './schemas.ts';

export async function closeVirtualAccount(
  toss: Toss,
  order: CloseAccountOrder,
  signal: AbortSignal,
): Promise<CloseAccountResult> {
  const { standing } = await retrieve(toss, { paymentId: order.paymentId }, signal);
  if (standing.kind === 'unknown') return standing;
  if (standing.kind === 'account_closed') return { kind: 'closed' };
  if (standing.kind !== 'account_issued') return { kind: 'not_waiting' };
  const reply = await toss.client(
    {
      method: 'POST',
      path: `${pathOfPayment(standing.pgTransactionId)}/cancel`,
      idempotencyKey: order.idempotencyKey,
      timeoutMs: toss.config.moneyTimeoutMs,
      body: { cancelReason: REASON },
    },
    signal,
  );
  return toCloseResult(reply, expectedOf(toss, order.paymentId));
}

/** No tag of a cancellation of ours: no money goes back. */
const REASON = '입금 전 가상계좌 종료';

/** The whole payment comes back: closed is what it says then, and nothing else. */
export function toCloseResult(reply: GatewayReply, expected: Expected): CloseAccountResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200) {
    const { standing } = toReading(reply, expected);
    if (standing.kind === 'account_closed') return { kind: 'closed' };
    return standing.kind === 'unknown' ? standing : unknown('unlisted');
  }
  const code = errorSchema.safeParse(reply.body).data?.code;
  if (lookUp(CLOSE_ERRORS, code)?.verdict === 'not_waiting') return { kind: 'not_waiting' };
  return unknown(whyOfStatus(reply.status));
}
