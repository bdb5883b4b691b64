/**
 * `npm run load -- --seconds 20 --times 4`: what happens when more is asked for than can be done. First customers as many
 * as keep everything busy (what is sustainable), then several times as many arrivals as that, then again the first. Fails
 * when what was accepted was not answered in time, when anything but 429 and 503 with Retry-After was refused with, when
 * the API's memory grew, when it did not recover, or when the four records disagree. Figures: docs/internals/load.md.
 */
import { parseArgs } from 'node:util';
import { waitUntil } from '../../sandbox/wait.ts';
import { contradictions, untilSettled } from '../support/four-records.ts';
import { type Customers, createCustomers } from './customers.ts';
import { type Measured, measure, megabytesOf, rowOf } from './measure.ts';
import { type LoadStage, startLoadStage } from './stage.ts';
import { arriveAtRate, keepBusy } from './traffic.ts';

/** As many customers, one payment after the other each, as keep two processors busy. */
const BUSY_CUSTOMERS = 16;
const ANSWERED_WITHIN_MS = 8_500;

type Options = { readonly seconds: number; readonly times: number };

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '20' }, times: { type: 'string', default: '4' } },
  });
  const stage = await startLoadStage(process.env);
  try {
    const broken = await load(stage, { seconds: Number(values.seconds), times: Number(values.times) });
    for (const sentence of broken) console.log(`BROKEN: ${sentence}`);
    process.exitCode = broken.length > 0 ? 1 : 0;
  } finally {
    await stage.stop();
  }
}

/** @returns one sentence for each guarantee that did not hold. */
async function load(stage: LoadStage, { seconds, times }: Options): Promise<readonly string[]> {
  const customers = createCustomers(stage);
  const busy = async (): Promise<Measured> =>
    await measure(customers, async () => keepBusy(BUSY_CUSTOMERS, seconds * 1_000, customers.buyOne));

  await keepBusy(BUSY_CUSTOMERS, 5_000, customers.buyOne);
  const before = await busy();
  const megabytesBefore = megabytesOf(stage.apiPid);
  const offered = before.paidPerSecond * times;
  let megabytesDuring = 0;
  const watch = setInterval(() => {
    megabytesDuring = Math.max(megabytesDuring, megabytesOf(stage.apiPid));
  }, 250);
  const flooded = await measure(customers, async () =>
    arriveAtRate(offered, seconds * 1_000, customers.buyOne),
  ).finally(() => clearInterval(watch));
  const recoveredMs = await timeUntilRecovered(customers, before);
  const after = await busy();
  await customers.finishAll();
  await untilSettled(stage, 120_000);
  const disagreements = await contradictions(stage, customers.answers());
  const megabytesAfter = megabytesOf(stage.apiPid);

  console.log(
    `offered: ${offered.toFixed(1)} payments/s, ${times} times what is sustainable, for ${seconds} s`,
  );
  console.table({ sustainable: rowOf(before), flooded: rowOf(flooded), afterwards: rowOf(after) });
  console.log(
    `memory of the API (RSS): ${megabytesBefore} MB before, ${megabytesDuring} at most, ${megabytesAfter} after`,
  );
  console.log(`recovered after ${recoveredMs} ms; books: ${disagreements.length} disagreements`);
  return [
    ...(flooded.accepted.p99Ms > ANSWERED_WITHIN_MS ? ['what was accepted was not answered in time'] : []),
    ...(flooded.refused.count === 0 ? ['nothing was turned away: more must be offered'] : []),
    ...flooded.otherAnswers.map((answer) => `an answer that is neither a success nor a refusal: ${answer}`),
    ...(megabytesDuring > megabytesBefore * 1.5 + 64 ? ['memory grew'] : []),
    ...(after.paidPerSecond < before.paidPerSecond * 0.7 ? ['it did not recover'] : []),
    ...disagreements,
  ];
}

/** Until one customer alone is served as fast as when it was busy. */
async function timeUntilRecovered(customers: Customers, before: Measured): Promise<number> {
  const began = performance.now();
  await waitUntil(
    async () => {
      const probe = performance.now();
      const isPaid = await customers.buyOne();
      return (isPaid && performance.now() - probe < 2 * before.paymentP99Ms) || undefined;
    },
    { what: 'served as fast as before', deadlineMs: 120_000, everyMs: 100 },
  );
  return Math.round(performance.now() - began);
}
