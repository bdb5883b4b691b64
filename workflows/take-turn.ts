/** One turn of the loop: each is a paragraph of the saga. */
import type { ConfirmOutcome } from '../activities/gateway-confirm.ts';
import { attentionChange } from '../domain/changes/on-attention.ts';
import { changeOnCancelResult, type SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { SettledClosing } from '../domain/closing.ts';
import { confirmationInFlight } from '../domain/confirmation.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import { answerCancelWaiters } from './answer-cancel-waiters.ts';
import { pause } from './background.ts';
import { hearConfirm, hearReport, hearUnasked, look } from './hear-report.ts';
import { type Ended, SILENCE, type Turn } from './next-turn.ts';
import { resolve } from './resolve.ts';
import { known, type Saga } from './saga.ts';
import { hasUnpublished, isClosingDue, needsInquiry } from './start-outstanding.ts';
import { loadKnown, takeEntry } from './take-entry.ts';
import { takeOperator } from './take-operator.ts';
import { write, writeOrFlag } from './write.ts';

/** An expired payment that the gateway's word does not end (another store's money, say) is asked about again then. */
const ASK_AGAIN_AFTER_MS = 60 * 60_000;

export async function takeTurn(saga: Saga, turn: Turn): Promise<void> {
  await take(saga, turn);
  answerCancelWaiters(saga);
}

async function take(saga: Saga, turn: Turn): Promise<void> {
  switch (turn.kind) {
    case 'entry':
      return await takeEntry(saga, turn.entry);
    case 'operator':
      return await takeOperator(saga, turn.entry);
    case 'asked_for_operator':
      return await resolve(saga, turn);
    case 'reported':
      return await takeReport(saga, turn);
    case 'confirmed':
      return await takeConfirmed(saga, turn);
    case 'closed':
      return await takeClosed(saga, turn);
    case 'refunded':
      return await takeRefund(saga, turn.cancellationId, turn.result);
    case 'published':
      return takePublished(saga, turn.sequence);
    case 'time_over':
      saga.expiryNotBeforeMs = Date.now() + ASK_AGAIN_AFTER_MS;
      return await look(saga);
    case 'silent_too_long':
      await write(saga, (payment) => attentionChange(payment, SILENCE[turn.step]));
      return;
    case 'cancel_requested':
      if (saga.payment === undefined) return;
      await write(saga, (payment) => attentionChange(payment, 'CANCEL_REQUESTED_IN_UI'));
      return;
    case 'start_again':
      return;
  }
}

async function takeReport(saga: Saga, { result: report, about }: Ended<GatewayReport>): Promise<void> {
  const applied = await hearUnasked(saga, report, about);
  // Of what was overtaken more may be known at once.
  if (applied !== 'overtaken' && needsInquiry(saga, known(saga))) pause(saga.inquiry);
}

/** Null: another run has recorded it; its record says what became of it. */
async function takeConfirmed(saga: Saga, { result: outcome, about }: Ended<ConfirmOutcome>): Promise<void> {
  if (outcome === null) await loadKnown(saga);
  else await hearConfirm(saga, outcome, about);
  if (confirmationInFlight(known(saga)) !== null) pause(saga.confirmation);
}

/** Closed, or paid into before it was; anything else of the gateway's leaves it to be closed, after a pause. */
async function takeClosed(saga: Saga, { result: standing, about }: Ended<SettledClosing>): Promise<void> {
  await hearReport(saga, { standing, claimed: 'unasked' }, about);
  if (isClosingDue(saga, known(saga))) pause(saga.closing);
}

async function takeRefund(saga: Saga, cancellationId: string, result: SettledCancel): Promise<void> {
  const written = await writeOrFlag(saga, (payment) => {
    const row = payment.cancellations.find((each) => each.cancellationId === cancellationId);
    // A conflict may show that another run recorded it already.
    return row?.status === 'REQUESTED' ? changeOnCancelResult(payment, row, result) : null;
  });
  if (written === 'refused') pause(saga.refund);
  // A refusal often tells that something else has changed there: a cancellation at the gateway's console, say. And a
  // row that has ended meanwhile (by an operator's word) may have ended otherwise than the gateway's.
  if (result.kind === 'refused' || written === 'nothing to write' || saga.isLookOwed) await look(saga);
}

function takePublished(saga: Saga, sequence: number): void {
  const isProgress = sequence > saga.publishedSequence;
  saga.publishedSequence = Math.max(saga.publishedSequence, sequence);
  // Nothing was left to publish, and yet the record says that something waits: not at once again.
  if (!isProgress && hasUnpublished(saga, known(saga))) pause(saga.publishing);
}
