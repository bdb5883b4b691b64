/** What a fault is at: no two faults are at the same at once. */
import type { ProcessName } from '../plan/world-faults.ts';

export function targetOfProcess(process: ProcessName, slot: 0 | 1): string {
  return process === 'worker' || process === 'api' ? `${process} ${slot}` : process;
}
