/** What an operator asks for: `retry` begins anew what waits, `resolve` decides where the gateway cannot. */

import { changeOnCancelResult } from '../domain/changes/on-cancel-result.ts';
import {
  openCancellation,
  operatorNote,
  overrideAccount,
  overrideCancellation,
  overridePayment,
} from '../domain/changes/on-operator.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import { isToBeClosed } from '../domain/closing.ts';
import type { GatewayStanding } from '../domain/gateway-port.ts';
import { judgeCancellation } from '../domain/judge-cancellation.ts';
import type { OperatorAction, OperatorResult } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import { begin, beginAnew, isRunning } from './background.ts';
import type { OperatorAnswer, OperatorRefusal } from './contract.ts';
import type { OperatorEntry, ResolveEntry, RetryEntry } from './desk.ts';
import { answerParked, hearReport, look } from './hear-report.ts';
import type { Ended } from './next-turn.ts';
import { known, type Resolving, type Saga } from './saga.ts';
import { type Answer, askForOperator } from './steps.ts';
import { loadKnown } from './take-entry.ts';
import { resolvesAccounts } from './versions.ts';
import { type Written, write } from './write.ts';

/** By the names that the Web UI shows. */
const STEPS = {
  inquiry: 'gateway-retrieve',
  confirmation: 'gateway-confirm',
  closing: 'gateway-close-account',
  refund: 'gateway-cancel',
  publishing: 'kafka-publish-events',
} as const;

/** An attempt that was under way when somebody decided is over by then, and whatever it moved can be seen. */
const ASK_ON_FOR_MS = 60 * 60_000;

export async function takeOperator(saga: Saga, entry: OperatorEntry): Promise<void> {
  await loadKnown(saga);
  if (saga.payment === undefined) {
    entry.answer = refused('PAYMENT_NOT_FOUND', 'there is no such payment in the database');
  } else if (entry.kind === 'retry') {
    await retry(saga, entry);
  } else if (entry.request.outcome === 'acknowledged') {
    await acknowledge(saga, entry);
  } else {
    askFirst(saga, entry);
  }
}

async function retry(saga: Saga, entry: RetryEntry): Promise<void> {
  const begunAgain = beginAllAnew(saga);
  saga.askedInVainAtMs = 0;
  await look(saga);
  const gateway = saga.askedInVainAtMs === 0 ? 'answered' : 'silent';
  const action = actionOf(entry, 'retried');
  await record(saga, action, (payment) => operatorNote(payment, action));
  const { status, attention } = known(saga);
  entry.answer = { kind: 'retried', begunAgain, gateway, status, attention };
}

/** Those that run or wait out a pause. */
function beginAllAnew(saga: Saga): readonly string[] {
  const steps = ['inquiry', 'confirmation', 'closing', 'refund', 'publishing'] as const;
  const waiting = steps.filter((name) => isRunning(saga[name]) || saga[name].notBeforeMs > Date.now());
  for (const name of waiting) beginAnew(saga[name]);
  return waiting.map((name) => STEPS[name]);
}

async function acknowledge(saga: Saga, entry: ResolveEntry): Promise<void> {
  if (known(saga).attention === null) {
    entry.answer = refused('NOTHING_TO_RESOLVE', 'the payment has no flag');
    return;
  }
  const action = actionOf(entry, 'acknowledged');
  await record(saga, action, (payment) => operatorNote(payment, action));
  // Whoever is still silent is given as long again before the flag comes back.
  for (const step of [saga.inquiry, saga.confirmation, saga.closing, saga.refund]) {
    if (step.running !== undefined) step.running.silentSinceMs = Date.now();
  }
  entry.answer = answered(saga, 'acknowledged');
}

/** Not by the loop itself, which would keep the clients waiting. */
function askFirst(saga: Saga, entry: ResolveEntry): void {
  const fit = fitToResolve(saga, entry);
  if ('why' in fit) {
    entry.answer = refused('NOTHING_TO_RESOLVE', fit.why);
  } else if (saga.resolving !== undefined) {
    entry.answer = refused('RESOLVE_IN_PROGRESS', 'the gateway is just being asked for another resolve');
  } else {
    saga.resolving = { entry, ...fit };
    const payment = known(saga);
    begin(saga.question, payment, async () => await askForOperator(payment));
  }
}

/** The gateway has been asked, so that its word comes before the operator's. */
export async function resolveWith(saga: Saga, { result: answer, about }: Ended<Answer>): Promise<void> {
  const { resolving } = saga;
  saga.resolving = undefined;
  if (resolving === undefined) return;
  const { entry, subject } = resolving;
  if (answer.kind === 'not_asked') {
    entry.answer = refused(
      'GATEWAY_NOT_ASKED',
      'the gateway could not be asked: nothing is changed, try again',
    );
    return;
  }
  const standing = answer.kind === 'told' ? answer.report.standing : null;
  if (subject === 'cancellation') return await resolveCancellation(saga, entry, standing);
  if (answer.kind === 'told') await hearReport(saga, answer.report, about);
  if (subject === 'account') return await resolveAccount(saga, entry, standing);
  await override(saga, entry, (payment, action) => overridePayment(payment, action, Date.now()));
}

/** An account that still waits there may be paid into: that one is closed first, by us or at the gateway's console. */
async function resolveAccount(
  saga: Saga,
  entry: ResolveEntry,
  standing: GatewayStanding | null,
): Promise<void> {
  await override(saga, entry, (payment, action) =>
    standing?.kind === 'account_issued' ? null : overrideAccount(payment, action, Date.now()),
  );
  beginAnew(saga.closing);
}

async function resolveCancellation(
  saga: Saga,
  entry: ResolveEntry,
  standing: GatewayStanding | null,
): Promise<void> {
  const { cancellationId = '' } = entry.request;
  const row = openCancellation(known(saga), cancellationId);
  const verdict =
    row === undefined || standing === null ? null : judgeCancellation(row, standing, entry.request);
  if (verdict?.kind === 'succeeded' || verdict?.kind === 'failed') {
    await write(saga, (payment) => {
      const open = openCancellation(payment, cancellationId);
      const result =
        verdict.kind === 'succeeded'
          ? verdict
          : ({ kind: 'refused', pgCode: 'CANCELLATION_FAILED', pgMessage: '' } as const);
      return open === undefined ? null : changeOnCancelResult(payment, open, result);
    });
    beginAnew(saga.refund);
  }
  await override(saga, entry, (payment, action) =>
    verdict?.kind === 'contradicted' ? null : overrideCancellation(payment, entry.request, action),
  );
}

/** `decide` answers null when the gateway has told, or another run: then that stands, and only the asking is recorded. */
async function override(
  saga: Saga,
  entry: ResolveEntry,
  decide: (payment: Payment, action: OperatorAction) => PaymentChange | null,
): Promise<void> {
  const action = actionOf(entry, 'overridden');
  const written = await record(saga, action, (payment) => decide(payment, action));
  if (written === 'refused') {
    entry.answer = refused('AGAINST_A_RULE', 'a rule of the database refuses it: nothing is changed');
    return;
  }
  if (written === 'nothing to write') {
    const told = actionOf(entry, 'answered_by_gateway');
    await record(saga, told, (payment) => operatorNote(payment, told));
    entry.answer = answered(saga, 'answered_by_gateway');
    return;
  }
  // What sleeps ends; what is under way ends by itself, and is looked at: money that it moved is late money.
  beginAnew(saga.confirmation);
  beginAnew(saga.refund);
  saga.isInquiryWanted = true;
  saga.askOnUntilMs = Date.now() + ASK_ON_FOR_MS;
  answerParked(saga, 'recorded');
  entry.answer = answered(saga, 'overridden');
}

/** Writes the change and keeps what operators did at hand, for current details and the query. */
async function record(
  saga: Saga,
  action: OperatorAction,
  decide: (payment: Payment) => PaymentChange | null,
): Promise<Written> {
  let change: PaymentChange | null = null;
  let fromStatus = known(saga).status;
  const at = new Date(Date.now()).toISOString();
  const before = saga.actions;
  const written = await write(saga, (payment) => {
    change = decide(payment);
    fromStatus = payment.status;
    if (change !== null) {
      const { to: toStatus, transitionId } = change;
      // Before it is written, so that the details that follow the writing show it.
      saga.actions = [...before, { ...action, at, fromStatus, toStatus, transitionId }];
    }
    return change;
  });
  if (written !== 'written') saga.actions = before;
  return written;
}

type Fit = Pick<Resolving, 'subject'> | { readonly why: string };

function fitToResolve(saga: Saga, { request }: ResolveEntry): Fit {
  const { cancellationId } = request;
  const payment = known(saga);
  if (cancellationId !== undefined) {
    return openCancellation(payment, cancellationId) === undefined
      ? {
          why: 'no cancellation of this id is REQUESTED; while the payment is open, decide about the payment',
        }
      : { subject: 'cancellation' };
  }
  if (payment.status === 'CONFIRMING') return { subject: 'payment' };
  if (payment.status === 'WAITING_FOR_DEPOSIT') {
    if (request.outcome !== 'not_paid') return { why: 'of an account nothing can be said but not_paid' };
    if (!isToBeClosed(payment, Date.now()))
      return { why: 'its account may be paid into: cancel the payment, or wait until its time is over' };
    if (resolvesAccounts()) return { subject: 'account' };
  }
  return { why: `the payment is ${payment.status}: its outcome is known` };
}

function actionOf({ kind, request }: OperatorEntry, result: OperatorResult): OperatorAction {
  const { who, reason } = request;
  const outcome = 'outcome' in request ? request.outcome : null;
  const cancellationId = 'outcome' in request ? (request.cancellationId ?? null) : null;
  return { action: kind, outcome, result, cancellationId, who, reason };
}

function answered(saga: Saga, kind: 'overridden' | 'answered_by_gateway' | 'acknowledged'): OperatorAnswer {
  const { status, attention } = known(saga);
  return { kind, status, attention };
}

function refused(code: OperatorRefusal, why: string): OperatorAnswer {
  return { kind: 'refused', code, why: [why] };
}
