/**
 * A simulator that is killed forgets how it was to misbehave. Where each way is to come about once, the payments that should
 * have met with it and did not are lived again when all is healed.
 */
import { readJournal } from '../../support/four-records.ts';
import { inBatches } from '../../support/in-batches.ts';
import type { PaymentScript } from '../plan/payment-script.ts';
import type { World } from './world.ts';

export type Lived = {
  readonly script: PaymentScript;
  /** Undefined: it was not created. */
  readonly paymentId: string | undefined;
};

const ROUNDS = 3;

/** @returns what did not come about all the same. */
export async function makeUp(
  { rig }: Pick<World, 'rig'>,
  lived: readonly Lived[],
  again: { readonly atOnce: number; readonly live: (script: PaymentScript) => Promise<Lived> },
): Promise<readonly PaymentScript[]> {
  const all = [...lived];
  let missed = await missedBy(rig.simulator, all);
  for (let round = 1; round <= ROUNDS && missed.length > 0; round += 1) {
    all.push(...(await inBatches(missed, again.atOnce, again.live)));
    missed = await missedBy(rig.simulator, all);
  }
  return missed;
}

/** Scripts of which no payment met with all that it was to meet with: one of each. */
async function missedBy(simulator: string, lived: readonly Lived[]): Promise<readonly PaymentScript[]> {
  const journal = Map.groupBy(await readJournal(simulator), ({ paymentId }) => paymentId);
  const hasMet = ({ script, paymentId = '' }: Lived) =>
    script.gatewayFaults.every(({ call, fault }) =>
      journal
        .get(paymentId)
        ?.some(
          (entry) =>
            entry.type === 'call' && entry.fault === fault.kind && (call === 'all' || call === entry.call),
        ),
    );
  // A script that is lived again keeps its list of faults.
  const ofOneScript = Map.groupBy(lived, ({ script }) => script.gatewayFaults);
  return [...ofOneScript.values()].flatMap((alike) =>
    alike.some(hasMet) || alike[0] === undefined ? [] : [alike[0].script],
  );
}
