/** A cancellation that a fault has accepted now and settled later, or by control. */
import type { Fault } from './faults.ts';
import type { CancellationOrder } from './ledger.ts';

export function asynchronousOf(fault: Fault | undefined): CancellationOrder['asynchronous'] {
  if (fault?.kind !== 'asynchronous_cancel') return undefined;
  if (fault.settlesAfterMs === undefined) return { settles: null };
  return {
    settles: { at: new Date(Date.now() + fault.settlesAfterMs).toISOString(), outcome: fault.outcome },
  };
}
