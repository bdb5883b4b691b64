/**
 * PortOne V2 behind the gateway port. The money moves in PortOne's window, so confirming is asking by our own id;
 * the one call that moves money from here is the cancellation, and the one that keeps money out is closing an account.
 */
import type {
  CancelOrder,
  CancelResult,
  GatewayReport,
  InWindowGateway,
  RetrieveQuery,
} from '../../../domain/gateway-port.ts';
import type { RefundAccount } from '../../../domain/requests.ts';
import { taggedReason } from '../cancel-reason.ts';
import type { GatewayClient } from '../http-client.ts';
import { listChanged } from './changed.ts';
import { toCheckout } from './checkout.ts';
import { createPortOneClient } from './client.ts';
import { closeVirtualAccount } from './close.ts';
import type { PortOneConfig } from './config.ts';
import { type Reading, toCancelResult, toReading } from './mapping.ts';
import { paymentPath, storeQuery } from './paths.ts';
import { errorSchema, transactionsSchema } from './schemas.ts';

/** Three hours (developers.portone.io/api/rest-v2/overview#idempotency-key), less ten minutes. */
const IDEMPOTENCY_KEY_LIFETIME_MS = (3 * 60 - 10) * 60_000;

export function createPortOneGateway(config: PortOneConfig): InWindowGateway {
  const client = createPortOneClient(config);
  return {
    provider: 'PORTONE',
    approval: 'in_window',
    supportedMethods: ['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE', 'VIRTUAL_ACCOUNT'],
    idempotencyKeyLifetimeMs: IDEMPOTENCY_KEY_LIFETIME_MS,
    checkout: (order) => toCheckout(config, order),
    retrieve: (query, signal) => retrieve(config, client, { query, signal }),
    cancel: (order, signal) => cancel(config, client, { order, signal }),
    closeVirtualAccount: async (order, signal) => {
      const { standing } = await retrieve(config, client, { query: { paymentId: order.paymentId }, signal });
      return await closeVirtualAccount(config, client, { order, signal, standing });
    },
    listChanged: (query, signal) => listChanged(config, client, { query, signal }),
  };
}

type Retrieval = { query: RetrieveQuery; signal: AbortSignal };

async function retrieve(
  config: PortOneConfig,
  client: GatewayClient,
  retrieval: Retrieval,
): Promise<GatewayReport> {
  const { query, signal } = retrieval;
  const path = `${paymentPath(query.paymentId)}?${storeQuery(config)}`;
  const reply = await client({ method: 'GET', path, timeoutMs: config.readTimeoutMs }, signal);
  const reading = toReading(reply, { ...config, paymentId: query.paymentId });
  return { standing: reading.standing, claimed: await judgeClaim(config, client, { reading, ...retrieval }) };
}

/** Is the claimed transaction one of the attempts under our id? There may be several; one speaks for the payment. */
async function judgeClaim(
  config: PortOneConfig,
  client: GatewayClient,
  { reading, query, signal }: Retrieval & { reading: Reading },
): Promise<GatewayReport['claimed']> {
  const { pgTransactionId } = query;
  if (pgTransactionId === undefined) return 'unasked';
  if (reading.transactionId === pgTransactionId) return 'known';
  if (reading.transactionId === undefined)
    return reading.standing.kind === 'not_started' ? 'no_attempt' : 'undetermined';

  const path = `${paymentPath(query.paymentId)}/transactions?${storeQuery(config)}`;
  const reply = await client({ method: 'GET', path, timeoutMs: config.readTimeoutMs }, signal);
  if (reply.kind === 'none') return 'undetermined';
  if (reply.status === 404 && errorSchema.safeParse(reply.body).data?.type === 'PAYMENT_NOT_FOUND')
    return 'no_attempt';
  const transactions = transactionsSchema.safeParse(reply.body);
  if (reply.status !== 200 || !transactions.success) return 'undetermined';
  const attempts = transactions.data.items.filter(({ paymentId }) => paymentId === query.paymentId);
  if (attempts.length === 0) return 'no_attempt';
  return attempts.some(({ id }) => id === pgTransactionId) ? 'known' : 'unknown_here';
}

async function cancel(
  config: PortOneConfig,
  client: GatewayClient,
  { order, signal }: { order: CancelOrder; signal: AbortSignal },
): Promise<CancelResult> {
  const reply = await client(
    {
      method: 'POST',
      path: `${paymentPath(order.paymentId)}/cancel`,
      idempotencyKey: order.cancellationId,
      timeoutMs: config.cancelTimeoutMs,
      body: {
        storeId: config.storeId,
        amount: order.amountMinor,
        currentCancellableAmount: order.cancellableMinor,
        reason: taggedReason(order.cancellationId, order.reason),
        ...(order.refundAccount && { refundAccount: toRefundAccount(order.refundAccount) }),
      },
    },
    signal,
  );
  return toCancelResult(reply, order);
}

function toRefundAccount({ bank, accountNumber, holderName }: RefundAccount): object {
  return { bank, number: accountNumber, holderName };
}
