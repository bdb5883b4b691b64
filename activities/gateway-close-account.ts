/**
 * Ends a virtual account that waits for its deposit. Asks first, closes under a key that is the same for ever, and believes
 * only what is read back: returns what stands in the end, be it the deposit that came first. Its three failures, before the
 * effect, after it, the answer lost, are one: the next attempt asks.
 */
import type { SettledClosing } from '../domain/closing.ts';
import type { GatewayPort, GatewayStanding } from '../domain/gateway-port.ts';
import type { Provider } from '../domain/providers.ts';
import { deriveClosingKey } from '../platform/crypto/derive-ids.ts';
import type { ActivityDeps } from './deps.ts';
import { translated, UnsettledError } from './failures.ts';
import { moneySignal } from './money-signal.ts';
import { withHeartbeat } from './with-heartbeat.ts';

export type CloseAccountArgs = { readonly provider: Provider; readonly paymentId: string };

export function createGatewayCloseAccount({ gateways }: Pick<ActivityDeps, 'gateways'>) {
  return async function gatewayCloseAccount({
    provider,
    paymentId,
  }: CloseAccountArgs): Promise<SettledClosing> {
    return await translated(
      async () => await withHeartbeat(async () => await close(gateways[provider], paymentId)),
    );
  };
}

async function close(gateway: GatewayPort, paymentId: string): Promise<SettledClosing> {
  const before = await ask(gateway, paymentId);
  if (before.kind !== 'account_issued') return settled(before);
  if (!before.isOurs) throw unsettled('the account is of another store or channel');
  const order = { paymentId, idempotencyKey: deriveClosingKey(paymentId) };
  const result = await gateway.closeVirtualAccount(order, moneySignal());
  if (result.kind === 'unknown') throw unsettled(`unknown: ${result.why}`);
  return settled(await ask(gateway, paymentId));
}

async function ask(gateway: GatewayPort, paymentId: string): Promise<GatewayStanding> {
  return (await gateway.retrieve({ paymentId }, moneySignal())).standing;
}

function settled(standing: GatewayStanding): SettledClosing {
  const { kind } = standing;
  if (kind === 'account_issued') throw unsettled('read back, and the account still waits');
  if (kind === 'unknown') throw unsettled(`unknown: ${standing.why}`);
  if (kind === 'pending') throw unsettled('pending at the gateway');
  return standing;
}

function unsettled(why: string): UnsettledError {
  return new UnsettledError('CLOSING_UNSETTLED', why);
}
