/**
 * Ending an account that waits for its deposit: `POST /payments/{paymentId}/virtual-account/close`. Asked first, so that
 * the key is that of this very account: a customer may have a second one issued under the same id, and the answer kept
 * under the first one's key would claim that it is closed too.
 */
import { createHash } from 'node:crypto';
import type { CloseAccountOrder, CloseAccountResult, GatewayReport } from '../../../domain/gateway-port.ts';
import { unknown } from '../answer-parts.ts';
import { lookUp } from '../classify.ts';
import type { GatewayClient, GatewayReply } from '../http-client.ts';
import { CLOSE_ERRORS } from './close-errors.ts';
import type { PortOneConfig } from './config.ts';
import { whyOfError } from './mapping.ts';
import { paymentPath, storeQuery } from './paths.ts';
import { closeAnswerSchema, errorSchema } from './schemas.ts';

export type Closing = {
  readonly order: CloseAccountOrder;
  readonly signal: AbortSignal;
  readonly standing: GatewayReport['standing'];
};

export async function closeVirtualAccount(
  config: PortOneConfig,
  client: GatewayClient,
  { order, signal, standing }: Closing,
): Promise<CloseAccountResult> {
  if (standing.kind === 'unknown') return standing;
  if (standing.kind === 'account_closed') return { kind: 'closed' };
  if (standing.kind !== 'account_issued') return { kind: 'not_waiting' };
  const reply = await client(
    {
      method: 'POST',
      path: `${paymentPath(order.paymentId)}/virtual-account/close?${storeQuery(config)}`,
      idempotencyKey: keyOf(order, standing.pgTransactionId),
      timeoutMs: config.cancelTimeoutMs,
    },
    signal,
  );
  return toCloseResult(reply);
}

export function toCloseResult(reply: GatewayReply): CloseAccountResult {
  if (reply.kind === 'none') return unknown(reply.why);
  if (reply.status === 200)
    return closeAnswerSchema.safeParse(reply.body).success ? { kind: 'closed' } : unknown('unreadable');
  const type = errorSchema.safeParse(reply.body).data?.type;
  if (lookUp(CLOSE_ERRORS, type)?.verdict === 'not_waiting') return { kind: 'not_waiting' };
  return unknown(whyOfError(reply.status, type));
}

function keyOf({ idempotencyKey }: CloseAccountOrder, pgTransactionId: string): string {
  return `${idempotencyKey}-${createHash('sha256').update(pgTransactionId).digest('hex').slice(0, 16)}`;
}
