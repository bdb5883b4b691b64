/**
 * Asks the gateway what stands under our own id. Returns only what is known; pending and unknown are failures, so that
 * Temporal's retries are the asking again, seen by an operator with attempts and reason.
 */
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { GatewayReport, RetrieveQuery } from '../domain/gateway-port.ts';
import type { Provider } from '../domain/providers.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';

/** A client waits behind a local activity; behind a regular one only the truth does. */
const LOCAL_BUDGET_MS = 500;
const REGULAR_BUDGET_MS = 8_000;

export type RetrieveArgs = RetrieveQuery & { readonly provider: Provider };

export function createGatewayRetrieve({ gateways }: ActivityDeps) {
  return async function gatewayRetrieve({ provider, ...query }: RetrieveArgs): Promise<GatewayReport> {
    return await translated(async () => {
      const budgetMs = activityInfo().isLocal ? LOCAL_BUDGET_MS : REGULAR_BUDGET_MS;
      const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(budgetMs)]);
      return settled(await gateways[provider].retrieve(query, signal));
    });
  };
}

function settled(report: GatewayReport): GatewayReport {
  const { standing, claimed } = report;
  if (standing.kind === 'pending') throw new UnsettledError('GATEWAY_UNSETTLED', 'pending at the gateway');
  if (standing.kind === 'awaiting_confirm')
    throw new UnsettledError('GATEWAY_UNSETTLED', 'agreed to by the customer, and not confirmed');
  if (standing.kind === 'unknown') throw new UnsettledError('GATEWAY_UNSETTLED', `unknown: ${standing.why}`);
  if (claimed === 'undetermined')
    throw new UnsettledError('GATEWAY_UNSETTLED', 'the attempts could not be listed');
  return report;
}
