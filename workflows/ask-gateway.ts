/** Asking the gateway and recording what it says. */
import { changeOnStanding } from '../domain/changes/on-standing.ts';
import { changeOnUnknown } from '../domain/changes/on-unknown.ts';
import type { GatewayReport, GatewayStanding } from '../domain/gateway-port.ts';
import { known, type Saga, write } from './saga.ts';
import { askQuickly } from './steps.ts';

/**
 * What stands at the gateway; null when it cannot tell now. Then the payment is CONFIRMING (where its state allows),
 * and an inquiry asks on in the background.
 */
export async function askNow(saga: Saga, pgTransactionId?: string): Promise<GatewayReport | null> {
  const attempt = await askQuickly(known(saga), pgTransactionId);
  if (attempt.succeeded) return attempt.result;
  await write(saga, changeOnUnknown);
  saga.isInquiryWanted = true;
  return null;
}

/** Records everything that follows from a standing: first the payment, then what was cancelled elsewhere. */
export async function applyStanding(saga: Saga, standing: GatewayStanding): Promise<void> {
  const nowMs = Date.now();
  while (await write(saga, (payment) => changeOnStanding(payment, standing, nowMs))) {
    // Each change brings the record nearer to the gateway; the next one is decided from the new record.
  }
}
