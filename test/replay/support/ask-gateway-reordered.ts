/**
 * What an innocent improvement looks like: the payment is shown as CONFIRMING *before* the gateway is asked, where the real
 * module asks first. Two steps changed places, and nothing else: every history in which the gateway was asked must refuse it.
 */
import { changeOnUnknown } from '../../../domain/changes/on-unknown.ts';
import type { GatewayReport } from '../../../domain/gateway-port.ts';
import { known, type Saga } from '../../../workflows/saga.ts';
import { askQuickly } from '../../../workflows/steps.ts';
import { write } from '../../../workflows/write.ts';

export { applyStanding } from '../../../workflows/ask-gateway.ts';

export async function askNow(saga: Saga, pgTransactionId?: string): Promise<GatewayReport | null> {
  await write(saga, changeOnUnknown);
  const attempt = await askQuickly(known(saga), pgTransactionId);
  if (attempt.succeeded) return attempt.result;
  saga.isInquiryWanted = true;
  return null;
}
