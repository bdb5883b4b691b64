/**
 * Strikes the plan's faults as the payments begin, at most so many at once and one after the other on the same target;
 * and writes down which of them really happened, and when.
 */
import { INSTANTS, nameOf, type WorldFault } from '../plan/world-faults.ts';
import { keepUp } from './keep-up.ts';
import { type Strike, strike } from './strike.ts';
import { targetOfProcess } from './target.ts';
import type { World } from './world.ts';

const AT_ONCE = 4;

/** One whose instant did not come is tried at the other of the two: a worker that has lost its server takes up no work. */
type Try = WorldFault & { readonly inVain?: number };
const MOST_IN_VAIN = 3;

export function createStrikes(
  world: World,
  faults: readonly WorldFault[],
  beforeSimulatorEnds: () => Promise<void>,
) {
  const ending = new AbortController();
  const done: Strike[] = [];
  const waiting: Try[] = [...faults];
  const busy = new Map<string, Promise<void>>();
  let begun = 0;

  /** The next that is due and whose target no other fault is at. */
  function next(): Try | undefined {
    const index = waiting.findIndex((fault) => fault.atPayment <= begun && !busy.has(targetOf(fault)));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }

  async function run(fault: Try): Promise<void> {
    if (fault.kind === 'kill' && fault.process === 'simulator') await beforeSimulatorEnds();
    const beganAtMs = Date.now();
    const happened = await strike(world, fault, ending.signal);
    const inVain = (fault.inVain ?? 0) + 1;
    const isTriedAgain = !happened && inVain < MOST_IN_VAIN && !ending.signal.aborted;
    if (isTriedAgain) waiting.unshift({ ...fault, slot: fault.slot === 0 ? 1 : 0, inVain });
    else done.push({ name: nameOf(fault), beganAtMs, endedAtMs: Date.now(), happened });
  }

  const failure = Promise.withResolvers<never>();
  const keeper = keepUp(world, { busy, done, onFailure: failure.reject });

  function launch(): void {
    while (busy.size < AT_ONCE && !ending.signal.aborted) {
      const fault = next();
      if (fault === undefined) return;
      const target = targetOf(fault);
      const running = run(fault)
        .catch(failure.reject)
        .then(() => {
          busy.delete(target);
          launch();
        });
      busy.set(target, running);
    }
  }

  return {
    done,
    /** Rejects when a process does not come up again, say: then the campaign is over. */
    failure: failure.promise,
    paymentBegins(index: number) {
      begun = Math.max(begun, index);
      launch();
    },
    /** Every fault has struck, or its instant did not come. */
    isOver: () => waiting.length === 0 && busy.size === 0,
    /** Those under way end, the others never begin. Processes are kept up all the same. */
    async end(): Promise<void> {
      ending.abort();
      await Promise.all(busy.values());
    },
    stopKeepingUp: keeper.stop,
  };
}

function targetOf(fault: WorldFault): string {
  switch (fault.kind) {
    case 'kill':
    case 'freeze':
    case 'restart':
      return targetOfProcess(fault.process, fault.slot);
    case 'kill at':
    case 'freeze at':
      return targetOfProcess(INSTANTS[fault.instant], fault.slot);
    case 'link':
      return fault.system === 'kafka' ? 'link kafka' : `link ${fault.system} ${fault.slot}`;
    // Of the gateway, which is not to be down just then.
    case 'silence':
      return targetOfProcess('simulator', fault.slot);
  }
}
