/** Asking the gateway and recording what it says. */
import { attentionChange } from '../domain/changes/on-attention.ts';
import { changeOnStanding } from '../domain/changes/on-standing.ts';
import { changeOnUnknown } from '../domain/changes/on-unknown.ts';
import { changeOnUnrecordable } from '../domain/changes/on-unrecordable.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import { isAccountMismatched } from '../domain/closing.ts';
import type { GatewayReport, GatewayStanding } from '../domain/gateway-port.ts';
import { isNewsHeldBack } from '../domain/holding.ts';
import { learn } from '../domain/learn.ts';
import type { Payment } from '../domain/payment.ts';
import { decide as decideByTable, isFinal, type Learnt } from '../domain/state-table.ts';
import { known, type Saga } from './saga.ts';
import { askQuickly } from './steps.ts';
import { write, writeOrFlag } from './write.ts';

/**
 * Of many who wait, one asks: each question to a silent gateway keeps the loop for half a second, and whoever comes
 * behind them (to cancel, say) would not be heard in time.
 */
const ASK_AGAIN_AFTER_MS = 2_000;

/**
 * What stands at the gateway; null when it cannot tell now. Then the payment is CONFIRMING (where its state allows),
 * and an inquiry asks on in the background.
 */
export async function askNow(saga: Saga, pgTransactionId?: string): Promise<GatewayReport | null> {
  if (saga.isInquiryWanted && Date.now() < saga.askedInVainAtMs + ASK_AGAIN_AFTER_MS) return null;
  const attempt = await askQuickly(known(saga), pgTransactionId);
  if (attempt.succeeded) return attempt.result;
  saga.askedInVainAtMs = Date.now();
  await writeOrFlag(saga, changeOnUnknown);
  saga.isInquiryWanted = true;
  return null;
}

export type Applied =
  | 'recorded'
  /** Another store's or channel's: nothing of it is ours. */
  | 'foreign'
  /** It stands at the gateway, but no rule lets us write it down: a person was told. */
  | 'not_recordable'
  /** Recorded, and not the end: an account for a wrong amount is to be closed first. */
  | 'closing'
  /** Older than our record: nothing of it was believed. */
  | 'overtaken'
  /** The gateway's word was none. */
  | 'unknown';

/**
 * Records everything that follows from a standing: first the payment, then what was cancelled elsewhere. `decide` reads
 * it another way where it is the answer to a call of ours.
 */
export async function applyStanding<Standing extends GatewayStanding>(
  saga: Saga,
  standing: Standing,
  decide: (payment: Payment, standing: Standing, nowMs: number) => PaymentChange | null = changeOnStanding,
): Promise<Applied> {
  const nowMs = Date.now();
  const learnt = learn(known(saga), standing, nowMs);
  saga.isLookOwed = isNewsHeldBack(known(saga), standing);
  saga.isAccountToClose = learnt !== null && isIssuedTooLate(known(saga), learnt);
  // The record is nearer to the gateway after each change, and the next one is decided from it.
  let { version } = known(saga);
  for (; ; version += 1) {
    const written = await write(saga, (payment) =>
      payment.version === version ? decide(payment, standing, nowMs) : null,
    );
    if (written === 'refused') return await giveBackUnrecordable(saga, standing);
    if (written === 'nothing to write') break;
  }
  // Another run, or another worker that took this one for dead, has recorded more: it may know what this answer does not.
  if (known(saga).version !== version) saga.isInquiryWanted = true;
  if (isAccountMismatched(known(saga))) return 'closing';
  return learnt === 'foreign' || learnt === 'unknown' ? learnt : 'recorded';
}

function isIssuedTooLate({ status }: Payment, learnt: Learnt): boolean {
  return isFinal(status) && decideByTable(status, learnt).duty === 'close_account';
}

async function giveBackUnrecordable(saga: Saga, standing: GatewayStanding): Promise<Applied> {
  const isGivenBack = async () => {
    const written = await write(saga, (payment) => changeOnUnrecordable(payment, standing));
    return written === 'written' && known(saga).status === 'FAILED';
  };
  if (await isGivenBack()) return 'recorded';
  // Its row could not be committed either: then nothing is sent.
  await write(saga, (payment) => attentionChange(payment, 'UNRECORDABLE'));
  return 'not_recordable';
}
