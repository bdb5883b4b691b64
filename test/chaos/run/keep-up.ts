/**
 * Starts again what has ended by itself, as a supervisor does in production: a server that lost its database, say. Each
 * such end is noted among what happened.
 */
import type { ProcessName } from '../plan/world-faults.ts';
import type { Strike } from './strike.ts';
import { targetOfProcess } from './target.ts';
import type { World } from './world.ts';

const LOOKS_EVERY_MS = 500;

const KEPT: readonly (readonly [ProcessName, 0 | 1])[] = [
  ...(['worker', 'api'] as const).flatMap((name) => [[name, 0] as const, [name, 1] as const]),
  ...(['postgres', 'temporal', 'kafka', 'simulator'] as const).map((name) => [name, 0] as const),
];

export type Keeping = {
  /** Who is at a fault is started again by that. */
  readonly busy: Map<string, Promise<void>>;
  readonly done: Strike[];
  readonly onFailure: (error: unknown) => void;
};

export function keepUp(world: World, { busy, done, onFailure }: Keeping) {
  async function revive(process: ProcessName, slot: 0 | 1): Promise<void> {
    const beganAtMs = Date.now();
    await world.startAgain(process, slot);
    done.push({ name: `${process} ended by itself`, beganAtMs, endedAtMs: Date.now(), happened: true });
  }

  function look(): void {
    for (const [process, slot] of KEPT) {
      const target = targetOfProcess(process, slot);
      if (busy.has(target) || world.partOf(process, slot).ended() === undefined) continue;
      const reviving = revive(process, slot)
        .catch(onFailure)
        .then(() => void busy.delete(target));
      busy.set(target, reviving);
    }
  }

  const timer = setInterval(look, LOOKS_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
