/** Two ways in which customers come: each after the last was served, or whenever they like. */
import { setTimeout as pause } from 'node:timers/promises';

const TICK_MS = 20;
/** As `Retry-After` says. */
const REFUSED_PAUSE_MS = 1_000;

/** So many customers, each with one purchase after the other, until the time is over; who is refused waits as told. */
export async function keepBusy(
  customers: number,
  forMs: number,
  buyOne: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + forMs;
  const shop = async (): Promise<void> => {
    while (performance.now() < until) {
      if (!(await buyOne())) await pause(REFUSED_PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: customers }, shop));
}

/** So many arrivals a second, whether the earlier ones were served or not. Resolves when the last was. */
export async function arriveAtRate(
  perSecond: number,
  forMs: number,
  buyOne: () => Promise<unknown>,
): Promise<void> {
  const began = performance.now();
  const underWay: Promise<unknown>[] = [];
  for (let passedMs = 0; passedMs < forMs; passedMs = performance.now() - began) {
    const due = Math.floor((passedMs / 1_000) * perSecond);
    while (underWay.length < due) underWay.push(buyOne());
    await pause(TICK_MS);
  }
  await Promise.all(underWay);
}
