/** One turn of the loop: each is a paragraph of the saga. */
import { answerComplete } from '../domain/answer-complete.ts';
import { attentionChange } from '../domain/changes/on-attention.ts';
import { changeOnCancelResult, type SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import { isOpen } from '../domain/state-table.ts';
import { answerCancelWaiters } from './answer-cancel-waiters.ts';
import { applyStanding, askNow } from './ask-gateway.ts';
import type { Verdict } from './contract.ts';
import type { Entry } from './inbox.ts';
import type { Turn } from './next-turn.ts';
import { known, needsInquiry, type Saga, write, writeOrFlag } from './saga.ts';
import { takeEntry } from './take-entry.ts';

/** The gateway said nothing that ends the payment (another store's money, say): it is asked again, ever less often. */
const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

export async function takeTurn(saga: Saga, turn: Turn): Promise<void> {
  await take(saga, turn);
  answerCancelWaiters(saga);
}

async function take(saga: Saga, turn: Turn): Promise<void> {
  switch (turn.kind) {
    case 'entry':
      return await takeEntry(saga, turn.entry);
    case 'reported':
      return await takeReport(saga, turn.report);
    case 'refunded':
      return await takeRefund(saga, turn.cancellationId, turn.result);
    case 'published':
      saga.publishedSequence = Math.max(saga.publishedSequence, turn.sequence);
      return;
    case 'time_over':
      return await takeTimeOver(saga);
    case 'silent_too_long':
      return await takeSilence(saga);
    case 'cancel_requested':
      await write(saga, (payment) => attentionChange(payment, 'CANCEL_REQUESTED_IN_UI'));
      return;
    case 'interrupted':
    case 'ask_again':
      return;
  }
}

/** The inquiry has ended: record what it found, then decide anew for all who waited for it. */
async function takeReport(saga: Saga, report: GatewayReport): Promise<void> {
  await applyStanding(saga, report.standing);
  // Asked again at once, it would say the same.
  if (needsInquiry(saga, known(saga))) pause(saga);
  for (const entry of saga.parked.splice(0)) {
    const answer = answerFromReport(saga, entry);
    if (answer === undefined) saga.inbox.entries.push(entry);
    else entry.verdict = answer;
  }
}

/** The gateway has just been asked: whoever named the transaction that it reported need not make us ask again. */
function answerFromReport(saga: Saga, { intent }: Entry): Verdict | undefined {
  const payment = known(saga);
  if (intent.kind !== 'complete' || isOpen(payment.status)) return undefined;
  const { pgTransactionId } = intent.request;
  return payment.pgTransactionId === pgTransactionId ? answerComplete(payment, pgTransactionId) : undefined;
}

function pause(saga: Saga): void {
  saga.pauseMs = Math.min(Math.max(saga.pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
  saga.notBeforeMs = Date.now() + saga.pauseMs;
}

async function takeRefund(saga: Saga, cancellationId: string, result: SettledCancel): Promise<void> {
  await writeOrFlag(saga, (payment) => {
    const row = payment.cancellations.find((each) => each.cancellationId === cancellationId);
    // A conflict may show that another run recorded it already.
    return row?.status === 'REQUESTED' ? changeOnCancelResult(payment, row, result) : null;
  });
  // A refusal often tells that something else has changed there: a cancellation at the gateway's console, say.
  if (result.kind === 'refused') await takeStanding(saga);
}

async function takeStanding(saga: Saga): Promise<void> {
  const report = await askNow(saga);
  if (report !== null) await applyStanding(saga, report.standing);
}

async function takeTimeOver(saga: Saga): Promise<void> {
  pause(saga);
  await takeStanding(saga);
}

async function takeSilence(saga: Saga): Promise<void> {
  const reason = known(saga).status === 'CONFIRMING' ? 'GATEWAY_SILENT' : 'CANCELLATION_UNSETTLED';
  await write(saga, (payment) => attentionChange(payment, reason));
}
