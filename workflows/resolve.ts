/** The gateway has been asked: what it told stands, and where it cannot tell, the operator decides. */
import { changeOnCancelResult } from '../domain/changes/on-cancel-result.ts';
import {
  openCancellation,
  operatorNote,
  overrideAccount,
  overrideCancellation,
  overridePayment,
} from '../domain/changes/on-operator.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { GatewayStanding } from '../domain/gateway-port.ts';
import { judgeCancellation } from '../domain/judge-cancellation.ts';
import type { OperatorAction } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import { beginAnew } from './background.ts';
import type { ResolveEntry } from './desk.ts';
import { answerParked, hearReport } from './hear-report.ts';
import type { Ended } from './next-turn.ts';
import { actionOf, answered, record, refused } from './record-operator.ts';
import { known, type Saga } from './saga.ts';
import type { Answer } from './steps.ts';
import { write } from './write.ts';

/** An attempt that was under way when somebody decided is over by then, and whatever it moved can be seen. */
const ASK_ON_FOR_MS = 60 * 60_000;

export async function resolve(saga: Saga, { result: answer, about }: Ended<Answer>): Promise<void> {
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
