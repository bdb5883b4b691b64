/**
 * A gateway to start from (docs/internals/adding-a-gateway.md): in no registry, so no payment reaches it, and until it is
 * filled in every answer is `unknown`. This one confirms; one that approves in its window has no `confirm`.
 */
import type {
  CancelOrder,
  CancelResult,
  ConfirmOrder,
  ConfirmResult,
  GatewayReport,
  OnConfirmGateway,
  RetrieveQuery,
} from '../../../domain/gateway-port.ts';
import type { Provider } from '../../../domain/providers.ts';
import { unknown } from '../answer-parts.ts';
import { taggedReason } from '../cancel-reason.ts';
import { toCheckout } from './checkout.ts';
import { createTemplateClient, type Gateway } from './client.ts';
import type { TemplateConfig } from './config.ts';
import { fillIn } from './fill-in.ts';
import { toCancelResult, toConfirmResult, toStanding } from './mapping.ts';

export function createTemplateGateway(config: TemplateConfig, provider: Provider): OnConfirmGateway {
  const gateway: Gateway = { config, client: createTemplateClient(config) };
  return {
    provider,
    approval: 'on_confirm',
    supportedMethods: fillIn('what it can take', []),
    idempotencyKeyLifetimeMs: fillIn('how long it remembers a key, less a margin: after that only ask', 0),
    checkout: (order) => toCheckout(config, provider, order),
    retrieve: (query, signal) => retrieve(gateway, query, signal),
    confirm: (order, signal) => confirm(gateway, order, signal),
    cancel: (order, signal) => cancel(gateway, order, signal),
    closeVirtualAccount: async () =>
      fillIn('how an account is ended; never, where there are none', unknown('unlisted')),
  };
}

async function retrieve(
  { config, client }: Gateway,
  { paymentId, pgTransactionId }: RetrieveQuery,
  signal: AbortSignal,
): Promise<GatewayReport> {
  const path = fillIn('the look-up by our own id', `/payments/${encodeURIComponent(paymentId)}`);
  const reply = await client({ method: 'GET', path, timeoutMs: config.readTimeoutMs }, signal);
  const claimed = fillIn('is it one of the attempts under our id?', 'undetermined' as const);
  return {
    standing: toStanding(reply, paymentId),
    claimed: pgTransactionId === undefined ? 'unasked' : claimed,
  };
}

async function confirm(
  { config, client }: Gateway,
  order: ConfirmOrder,
  signal: AbortSignal,
): Promise<ConfirmResult> {
  const { paymentId, pgTransactionId, amountMinor, currency, idempotencyKey } = order;
  const path = fillIn('the approval', '/confirm');
  const body = fillIn('its body', { paymentId, pgTransactionId, amountMinor, currency });
  const timeoutMs = config.moneyTimeoutMs;
  return toConfirmResult(
    await client({ method: 'POST', path, body, idempotencyKey, timeoutMs }, signal),
    order,
  );
}

async function cancel(
  { config, client }: Gateway,
  order: CancelOrder,
  signal: AbortSignal,
): Promise<CancelResult> {
  const { paymentId, cancellationId, amountMinor, cancellableMinor, reason } = order;
  const path = fillIn('giving back', `/payments/${encodeURIComponent(paymentId)}/cancel`);
  const tagged = taggedReason(cancellationId, reason);
  const body = fillIn('its body', { amountMinor, cancellableMinor, reason: tagged });
  const timeoutMs = config.moneyTimeoutMs;
  const request = { method: 'POST', path, body, idempotencyKey: cancellationId, timeoutMs } as const;
  return toCancelResult(await client(request, signal), order);
}
