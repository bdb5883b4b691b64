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

export type RetrieveArgs = RetrieveQuery & {
  readonly provider: Provider;
  /** For who waits less than a regular activity may take. */
  readonly budgetMs?: number;
};

export function createGatewayRetrieve({ gateways }: Pick<ActivityDeps, 'gateways'>) {
  return async function gatewayRetrieve({
    provider,
    budgetMs: wanted,
    ...query
  }: RetrieveArgs): Promise<GatewayReport> {
    return await translated(async () => {
      const budgetMs = wanted ?? (activityInfo().isLocal ? LOCAL_BUDGET_MS : REGULAR_BUDGET_MS);
      const budget = AbortSignal.timeout(budgetMs);
      const signal = AbortSignal.any([cancellationSignal(), budget]);
      return settled(
        await retrieveWithin(budget, async () => await gateways[provider].retrieve(query, signal)),
      );
    });
  };
}

/** A port ends by its caller's signal with that signal's error: our own budget is a slow gateway, not a fault of ours. */
async function retrieveWithin(
  budget: AbortSignal,
  ask: () => Promise<GatewayReport>,
): Promise<GatewayReport> {
  try {
    return await ask();
  } catch (error) {
    if (budget.aborted && error === budget.reason)
      throw new UnsettledError('GATEWAY_UNSETTLED', 'unknown: timeout');
    throw error;
  }
}

function settled(report: GatewayReport): GatewayReport {
  const { standing, claimed } = report;
  if (standing.kind === 'pending') throw new UnsettledError('GATEWAY_UNSETTLED', 'pending at the gateway');
  if (standing.kind === 'unknown') throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', standing);
  if (claimed === 'undetermined')
    throw new UnsettledError('GATEWAY_UNSETTLED', 'the attempts could not be listed');
  return report;
}
