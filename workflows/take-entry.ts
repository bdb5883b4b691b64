/** What a client asks for → its verdict, now or when what it waits for has ended. */
import { answerComplete as answerByRecord } from '../domain/answer-complete.ts';
import { attentionChange } from '../domain/changes/on-attention.ts';
import { decideCancelRequest } from '../domain/changes/on-cancel-request.ts';
import { confirmationInFlight } from '../domain/confirmation.ts';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { CancelRequest, CompleteRequest, CreateRequest } from '../domain/requests.ts';
import { isFinal, isOpen } from '../domain/state-table.ts';
import { answerComplete } from './answer-complete.ts';
import { askNow } from './ask-gateway.ts';
import { confirmAgreed } from './confirm-agreed.ts';
import type { Verdict } from './contract.ts';
import { hearReport, look } from './hear-report.ts';
import type { Entry } from './inbox.ts';
import { known, type Saga, setPayment } from './saga.ts';
import { isClosingDue } from './start-outstanding.ts';
import { createRecord, loadRecord } from './steps.ts';
import { write } from './write.ts';

export async function takeEntry(saga: Saga, entry: Entry): Promise<void> {
  const { intent } = entry;
  if (intent.kind === 'create') {
    entry.verdict = await create(saga, intent.request);
  } else if (intent.kind === 'refresh') {
    await loadKnown(saga);
    entry.verdict = { kind: 'done' };
  } else if (intent.kind === 'look') {
    await lookAfresh(saga, entry);
  } else if (saga.payment === undefined) {
    entry.verdict = refused('PAYMENT_NOT_FOUND');
  } else if (intent.kind === 'complete') {
    await complete(saga, entry, intent.request);
  } else {
    await cancel(saga, entry, intent.request);
  }
}

async function create(saga: Saga, request: CreateRequest): Promise<Verdict> {
  if (saga.payment !== undefined) {
    const isSame = saga.payment.requestHash === request.requestHash;
    return isSame ? { kind: 'done', replayed: true } : refused('IDEMPOTENCY_KEY_REUSED');
  }
  const result = await createRecord(request);
  if (result.kind === 'refused') {
    // The key's first request made a record: whoever asks next in this run asks about that.
    await loadKnown(saga);
    return refused(result.code, result.params);
  }
  saga.attentionAfterMs = result.attentionAfterMs ?? saga.attentionAfterMs;
  setPayment(saga, result.payment);
  // `exists`: by an attempt of this very request whose end was not seen. True repeats are answered above, or by the API.
  return { kind: 'done', replayed: false };
}

async function complete(saga: Saga, entry: Entry, { pgTransactionId }: CompleteRequest): Promise<void> {
  const about = known(saga);
  if (about.status === 'PAID' || about.status === 'PARTIALLY_CANCELLED') {
    entry.verdict = answerByRecord(about, pgTransactionId);
    return;
  }
  const report = await askNow(saga, pgTransactionId);
  if (report === null) {
    saga.parked.push({ entry, pgTransactionId });
  } else if (report.claimed === 'unknown_here') {
    // What the gateway does not report under our id changes nothing, here or there (rule 2); late money goes back (rule 3).
    if (isFinal(about.status)) await hearReport(saga, report, about);
    entry.verdict = refused('TRANSACTION_MISMATCH');
  } else if (report.standing.kind === 'awaiting_confirm') {
    await confirmAgreed(saga, { entry, pgTransactionId }, report.standing);
    // Nothing to confirm: the gateway has told all the same, and nobody need ask for it again.
    if (confirmationInFlight(known(saga)) === null) await hearReport(saga, report, about);
  } else {
    const applied = await hearReport(saga, report, about);
    if (applied === 'closing') saga.parked.push({ entry, pgTransactionId });
    else entry.verdict = answerComplete(saga, applied, pgTransactionId);
  }
}

async function cancel(saga: Saga, entry: Entry, request: CancelRequest): Promise<void> {
  let decision = decideCancelRequest(known(saga), request);
  const written = await write(saga, (payment) => {
    decision = decideCancelRequest(payment, request);
    return decision.kind === 'open' ? decision.change : null;
  });
  if (written === 'refused') {
    await write(saga, (payment) => attentionChange(payment, 'RECORDING_BLOCKED'));
    entry.verdict = refused('INTERNAL_ERROR');
    return;
  }
  if (decision.kind === 'refused') {
    entry.verdict = refused(decision.code, decision.params);
    return;
  }
  const { cancellationId } = decision;
  saga.waiters.push({ entry, cancellationId, isRepeat: decision.kind === 'repeat' });
  // The closing of an account asks by itself.
  const isToAsk = isOpen(known(saga).status) && !isClosingDue(saga, known(saga));
  if (decision.kind === 'open' && isToAsk) await look(saga);
}

/** Somebody saw our record differ from the gateway: both are read anew, and what follows is decided as ever. */
async function lookAfresh(saga: Saga, entry: Entry): Promise<void> {
  await loadKnown(saga);
  if (saga.payment === undefined) {
    entry.verdict = refused('PAYMENT_NOT_FOUND');
    return;
  }
  await look(saga);
  entry.verdict = saga.isInquiryWanted ? { kind: 'pending' } : { kind: 'done' };
}

export async function loadKnown(saga: Saga): Promise<void> {
  const loaded = await loadRecord(saga.paymentId);
  if (loaded === null) return;
  const { beside, ...payment } = loaded;
  if (beside !== undefined) {
    saga.attentionAfterMs = beside.attentionAfterMs;
    saga.actions = beside.operatorActions;
  }
  setPayment(saga, payment);
}

function refused(code: ErrorCode, params: ErrorParams = {}): Verdict {
  return { kind: 'refused', code, params };
}
