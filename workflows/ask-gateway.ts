/** Asking the gateway and recording what it says. */
import { attentionChange } from '../domain/changes/on-attention.ts';
import { changeOnStanding } from '../domain/changes/on-standing.ts';
import { changeOnUnknown } from '../domain/changes/on-unknown.ts';
import { changeOnUnrecordable } from '../domain/changes/on-unrecordable.ts';
import type { GatewayReport, GatewayStanding } from '../domain/gateway-port.ts';
import { known, type Saga, write, writeOrFlag } from './saga.ts';
import { askQuickly } from './steps.ts';

/**
 * What stands at the gateway; null when it cannot tell now. Then the payment is CONFIRMING (where its state allows),
 * and an inquiry asks on in the background.
 */
export async function askNow(saga: Saga, pgTransactionId?: string): Promise<GatewayReport | null> {
  const attempt = await askQuickly(known(saga), pgTransactionId);
  if (attempt.succeeded) return attempt.result;
  await writeOrFlag(saga, changeOnUnknown);
  saga.isInquiryWanted = true;
  return null;
}

/** Records everything that follows from a standing: first the payment, then what was cancelled elsewhere. */
export async function applyStanding(saga: Saga, standing: GatewayStanding): Promise<void> {
  const nowMs = Date.now();
  for (;;) {
    const written = await write(saga, (payment) => changeOnStanding(payment, standing, nowMs));
    if (written === 'nothing to write') return;
    // Else the record is nearer to the gateway now, and the next change is decided from it.
    if (written === 'refused') return await giveBackUnrecordable(saga, standing);
  }
}

async function giveBackUnrecordable(saga: Saga, standing: GatewayStanding): Promise<void> {
  const written = await write(saga, (payment) => changeOnUnrecordable(payment, standing));
  // Its row could not be committed either: then nothing is sent.
  if (written === 'refused') await write(saga, (payment) => attentionChange(payment, 'UNRECORDABLE'));
}
