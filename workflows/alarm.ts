/**
 * The loop's one clock. It is wound again only when the hour changes, so that a turn that has nothing to do with time
 * costs no timer in the history.
 */
import { CancellationScope, sleep } from '@temporalio/workflow';

export type Alarm = {
  /** Ring at `dueMs` (epoch); null: not at all. */
  wind(dueMs: number | null): void;
  hasRung(): boolean;
};

export function createAlarm(): Alarm {
  let wound: { readonly dueMs: number; readonly scope: CancellationScope; hasRung: boolean } | undefined;
  return {
    wind(dueMs) {
      if (wound?.dueMs === dueMs && !wound.hasRung) return;
      wound?.scope.cancel();
      wound = undefined;
      if (dueMs === null) return;
      const next = { dueMs, scope: new CancellationScope(), hasRung: false };
      const ring = () => {
        next.hasRung = true;
      };
      // Cancelled when it is wound to another hour: then nothing rings.
      next.scope.run(async () => await sleep(Math.max(dueMs - Date.now(), 1))).then(ring, () => undefined);
      wound = next;
    },
    hasRung: () => wound?.hasRung ?? false,
  };
}
