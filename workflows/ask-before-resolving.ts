/** An operator's word comes after the gateway's: what can be resolved at all is asked about first. */
import { openCancellation } from '../domain/changes/on-operator.ts';
import { isToBeClosed } from '../domain/closing.ts';
import { begin } from './background.ts';
import type { ResolveEntry } from './desk.ts';
import { refused } from './record-operator.ts';
import { known, type Resolving, type Saga } from './saga.ts';
import { askForOperator } from './steps.ts';
import { resolvesAccounts } from './versions.ts';

/** Not by the loop itself, which would keep the clients waiting. */
export function askBeforeResolving(saga: Saga, entry: ResolveEntry): void {
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
