/** States only move along the table, one version after the other, each from where the one before had ended. */
import { PAYMENT_STATUSES, type PaymentStatus } from '../../../domain/payment.ts';
import { LEARNT, STATE_TABLE } from '../../../domain/state-table.ts';
import type { OfPayment } from '../records.ts';

export function* moves({ payment }: OfPayment): Generator<string> {
  const { version, transitions, status } = payment;
  const versions = transitions.map((each) => each.version);
  if (!isCountingUp(versions) || versions.length !== version)
    yield `version ${version}, history ${versions.join()}`;
  let standing: PaymentStatus | null = null;
  for (const { from, to, transitionId } of transitions) {
    if (from !== standing) yield `${transitionId} moved it from ${from}, where it was ${standing}`;
    if (from !== null && from !== to && !NEXT.get(from)?.has(to))
      yield `${transitionId} moved it from ${from} to ${to}`;
    standing = to;
  }
  if (standing !== status) yield `its history ends with ${standing}`;
}

/** What a state may become in one step, by the table. */
const NEXT = byStatus((from) => LEARNT.map((learnt) => STATE_TABLE[from][learnt].to));

const REACHABLE = byStatus((from) => {
  const reached = new Set([from]);
  // A set that grows while it is walked is walked to its end.
  for (const each of reached) for (const to of NEXT.get(each) ?? []) reached.add(to);
  return reached;
});

/** In any number of steps, none included. */
export function leadsTo(from: PaymentStatus, to: PaymentStatus): boolean {
  return REACHABLE.get(from)?.has(to) ?? false;
}

function byStatus(of: (status: PaymentStatus) => Iterable<PaymentStatus>) {
  return new Map(PAYMENT_STATUSES.map((status) => [status, new Set(of(status))]));
}

/** 1, 2, 3 … */
export function isCountingUp(numbers: readonly number[]): boolean {
  return numbers.every((each, index) => each === index + 1);
}
