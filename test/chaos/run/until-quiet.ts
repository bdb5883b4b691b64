/**
 * Waits until nothing is outstanding anywhere: every payment has come to rest or waits for a person, every event is
 * published, our books explain the gateway's, no workflow is open without a reason. What is left at the end is told.
 */
import { isOpen } from '../../../domain/state-table.ts';
import { waitUntil } from '../../../sandbox/wait.ts';
import { query, readBooks, readJournal } from '../../support/four-records.ts';
import { byPayment } from '../../support/four-records-rules.ts';
import { readOpenWorkflows } from '../../support/read-workflows.ts';
import type { OfPayment } from '../../support/records.ts';
import type { Rig } from '../../support/rig.ts';
import { money } from '../../support/rules/money.ts';

export async function untilQuiet(rig: Rig, deadlineMs: number): Promise<readonly string[]> {
  let left: readonly string[] = ['nobody could look'];
  const look = async () => {
    left = await unsettled(rig);
    return left.length === 0 || undefined;
  };
  await waitUntil(look, { what: 'quiet', deadlineMs, everyMs: 2_000 }).catch(() => undefined);
  return left;
}

async function unsettled({ simulator, environment }: Rig): Promise<string[]> {
  const [journal, books, open] = await Promise.all([
    readJournal(simulator),
    readBooks(async (sql) => await query(environment, sql)),
    readOpenWorkflows(environment),
  ]);
  const payments = byPayment({ journal, books, topic: [], answers: [] });
  const outstanding = payments.flatMap((of) =>
    [...outstandingOf(of)].map((what) => `${of.payment.paymentId}: ${what}`),
  );
  const waiting = new Set(
    books.filter(({ attention }) => attention !== null).map(({ paymentId }) => paymentId),
  );
  const stillOpen = open.filter((paymentId) => !waiting.has(paymentId));
  return [...outstanding, ...stillOpen.map((paymentId) => `${paymentId}: its workflow is open`)];
}

/** A payment that a person was told of may wait for that person. */
function* outstandingOf(of: OfPayment): Generator<string> {
  const { status, attention, cancellations, eventSequence, publishedSequence } = of.payment;
  if (publishedSequence < eventSequence) yield `published up to ${publishedSequence} of ${eventSequence}`;
  if (attention !== null) return;
  if (isOpen(status)) yield `it is still ${status}`;
  for (const each of cancellations)
    if (each.status === 'REQUESTED') yield `cancellation ${each.cancellationId} is still under way`;
  yield* money(of);
}
