/** Plays one scenario to its end, and holds that end against the table and the four records against each other. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { waitUntil } from '../../../../sandbox/wait.ts';
import type { ClientAnswer } from '../../../support/four-records.ts';
import type { OpenRecords } from '../../../support/open-records.ts';
import type { Scenario } from './row.ts';
import { openStage, type Stage } from './stage.ts';
import type { World } from './world.ts';

export type Played = { readonly paymentIds: readonly string[]; readonly answers: readonly ClientAnswer[] };

export async function playScenario(scenario: Scenario, world: World): Promise<Played> {
  const stage = openStage({ ...scenario, method: scenario.row.method }, world);
  const paymentId = await scenario.row.play(stage);
  const possible = [scenario.row.ends(scenario)].flat();
  const last = await lastLook(
    async () => await endOf(world.records, paymentId),
    (end) => possible.some((each) => isDeepStrictEqual(each, end)),
  );
  expect(last).toEqual(possible.find((each) => isDeepStrictEqual(each, last)) ?? possible[0]);

  const played = playedBy(stage);
  const contradictions = await lastLook(
    async () => await world.records.contradictions(played.paymentIds, played.answers),
    (found) => found.length === 0,
  );
  expect(contradictions).toEqual([]);
  if (scenario.row.isRace !== true) await expectStruck(scenario, stage, paymentId);
  return played;
}

/** In the words of the table. */
async function endOf(records: OpenRecords, paymentId: string) {
  const [books, journal] = await Promise.all([records.booksOf(paymentId), records.journalOf(paymentId)]);
  if (books === undefined) return undefined;
  const sumOf = (type: 'approved' | 'cancelled'): number =>
    journal.reduce((sum, entry) => (entry.type === type ? sum + entry.amountMinor : sum), 0);
  const { status, attention, cancellations, events } = books;
  return {
    ...{ status, attention },
    approved: sumOf('approved'),
    held: sumOf('approved') - sumOf('cancelled'),
    cancellations: cancellations.map((row) => `${row.amount} ${row.origin} ${row.status}`),
    events: events.map(({ type }) => type),
  };
}

/** What is seen when it is as it should be, or else when the time is over. */
async function lastLook<Seen>(look: () => Promise<Seen>, isRight: (seen: Seen) => boolean): Promise<Seen> {
  let seen = await look();
  const again = async () => {
    seen = await look();
    return isRight(seen) || undefined;
  };
  if (!isRight(seen)) {
    // Not reached in time: what stands then is what the caller compares.
    await waitUntil(again, { what: 'as it should be', deadlineMs: 60_000, everyMs: 300 }).catch(() => false);
  }
  return seen;
}

function playedBy({ client }: Stage): Played {
  const paymentIds = new Set(client.answers.flatMap(({ paymentId }) => paymentId ?? []));
  return { paymentIds: [...paymentIds], answers: client.answers };
}

/** A scenario in which nothing went wrong would prove nothing. */
async function expectStruck({ call, fault }: Scenario, stage: Stage, paymentId: string): Promise<void> {
  if (fault.fault === undefined) return;
  const journal = await stage.world.records.journalOf(paymentId);
  const struck = journal.filter(
    (entry) => entry.type === 'call' && entry.call === call && entry.fault === fault.fault?.kind,
  );
  expect(struck).toHaveLength(1);
}
