/**
 * Two phases: faults on, while clients and customers live through the plan's payments (safety); then everything healed,
 * and quiet soon (liveness). What it returns is what really happened; nothing here judges it.
 */
import { randomUUID } from 'node:crypto';
import { type RecordingClient, recordingClient } from '../../support/recording-client.ts';
import type { ClientAnswer } from '../../support/records.ts';
import type { Canaries } from '../canaries.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { PaymentScript } from '../plan/payment-script.ts';
import { PROFILES } from '../plan/profiles.ts';
import { countMishaps } from './count-mishaps.ts';
import { live } from './customer.ts';
import { hasMisbehaved } from './has-misbehaved.ts';
import { heal } from './heal.ts';
import type { Strike } from './strike.ts';
import { createStrikes } from './strikes.ts';
import { untilQuiet } from './until-quiet.ts';
import type { World } from './world.ts';

/** What a real client waits at most for one answer. */
const ANSWER_WITHIN_MS = 15_000;
const MORE_PAYMENTS_FOR_MS = 5 * 60_000;
const MOST_AGAIN = 3;

export type CampaignOptions = {
  readonly plan: Plan;
  readonly canaries: Canaries;
  /** At the same time, each with one payment after the other. */
  readonly clients: number;
  readonly quietWithinMs: number;
  /** Ends it at once. */
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
};

export type Campaign = {
  readonly answers: readonly ClientAnswer[];
  readonly strikes: readonly Strike[];
  readonly mishaps: ReadonlyMap<string, number>;
  /** What was not settled in time, one sentence each. */
  readonly unquiet: readonly string[];
  readonly payments: number;
  /** Where each is to happen once: at whose calls the gateway did not misbehave as it was to, however often they were lived. */
  readonly undone: readonly PaymentScript[];
  readonly tookMs: { readonly faulty: number; readonly untilQuiet: number };
};

export async function runCampaign(world: World, options: CampaignOptions): Promise<Campaign> {
  const { plan, signal } = options;
  const beganAtMs = Date.now();
  const say = (line: string) => options.say?.(`${secondsSince(beganAtMs)} s: ${line}`);
  const mishaps = countMishaps(world);
  const strikes = createStrikes(world, plan.faults, mishaps.beforeRestart);
  const clients = Array.from({ length: options.clients }, () =>
    recordingClient(world.rig.dataDir, () => world.apiUrls, { giveUpAfterMs: ANSWER_WITHIN_MS }),
  );
  const stopped = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal?.reason), { once: true });
  });
  const living = liveThrough(world, { ...options, say, strikes, clients, mishaps });
  try {
    const lived = await Promise.race([living, strikes.failure, stopped]);
    await strikes.end();
    const healedAtMs = Date.now();
    await heal(world);
    say(`healed: ${strikes.done.filter(({ happened }) => happened).length} faults from outside have struck`);
    const quiet = untilQuiet(world.rig, options.quietWithinMs);
    const unquiet = await Promise.race([quiet, strikes.failure, stopped]);
    return {
      answers: clients.flatMap(({ answers }) => answers),
      strikes: strikes.done,
      mishaps: await mishaps.total(),
      ...{ ...lived, unquiet },
      tookMs: { faulty: healedAtMs - beganAtMs, untilQuiet: Date.now() - healedAtMs },
    };
  } finally {
    strikes.stopKeepingUp();
  }
}

type Living = Omit<CampaignOptions, 'clients'> & {
  readonly say: (line: string) => void;
  readonly strikes: ReturnType<typeof createStrikes>;
  readonly clients: readonly RecordingClient[];
  readonly mishaps: ReturnType<typeof countMishaps>;
};

/**
 * All scripts, and as many of them again as the faults that have not struck yet take. Where each is to happen once, those
 * at whose calls the gateway did not misbehave as it was to come again at once.
 */
async function liveThrough(world: World, options: Living): Promise<Pick<Campaign, 'payments' | 'undone'>> {
  const { plan, strikes, clients, say } = options;
  const { isEachOnce = false } = PROFILES[plan.profile];
  const late: Promise<void>[] = [];
  const undone: PaymentScript[] = [];
  let planned = 0;
  let more = 0;
  let moreUntilMs: number | undefined;
  const oneMore = (script: PaymentScript) => asPayment(plan.payments + more++, script);

  function next(): PaymentScript | undefined {
    const script = planned < plan.payments ? plan.scripts[planned++] : nextAgain();
    if (script === undefined) return undefined;
    strikes.paymentBegins(script.index);
    if (script.index % 100 === 0 && script.index > 0)
      say(`${script.index} payments begun, ${strikes.done.length} faults`);
    return script;
  }

  function nextAgain(): PaymentScript | undefined {
    moreUntilMs ??= Date.now() + MORE_PAYMENTS_FOR_MS;
    if (strikes.isOver() || Date.now() > moreUntilMs) return undefined;
    // From the last one: the short form's first ones wait for their time to be over.
    const script = plan.scripts.at(-1 - (more % plan.payments));
    return script && oneMore(script);
  }

  async function liveWith(client: RecordingClient, script: PaymentScript): Promise<void> {
    const liveAs = async (each: PaymentScript) =>
      await live(each, toolsOf(world, options, { client, script: each }));
    let paymentId = await liveAs(script);
    if (!isEachOnce) return;
    for (let again = 1; again <= MOST_AGAIN; again += 1) {
      if (await hasMisbehaved(world, script, paymentId)) return;
      paymentId = await liveAs(oneMore(script));
    }
    if (!(await hasMisbehaved(world, script, paymentId))) undone.push(script);
  }

  await Promise.all(
    clients.map(async (client) => {
      for (let script = next(); script !== undefined; script = next()) {
        const lived = liveWith(client, script);
        // It waits for a payment's time to be over: meanwhile its client does other things.
        if (isLate(script)) late.push(lived);
        else await lived;
      }
    }),
  );
  await Promise.all(late);
  return { payments: planned + more, undone };
}

/** No two payments have the same keys or amount. */
function asPayment(index: number, script: PaymentScript): PaymentScript {
  return { ...script, index, amount: script.amount + (index - script.index) };
}

function isLate({ window, method, deposit }: PaymentScript): boolean {
  return window === 'pays late' || (method === 'VIRTUAL_ACCOUNT' && deposit === 'late');
}

type OfScript = { readonly client: RecordingClient; readonly script: PaymentScript };

function toolsOf(world: World, { canaries, mishaps }: Living, { client, script }: OfScript) {
  const { customer, account, keyMark } = canaries;
  return {
    ...{ client, gateway: world.gateway, personal: customer, account },
    keyOf: (what: string) => `${keyMark}-${script.index}-${what}`,
    orderId: `order-${script.index}-${randomUUID().slice(0, 8)}`,
    noteMishap: mishaps.note,
    foreignTransaction: randomUUID(),
  };
}

function secondsSince(beganAtMs: number): string {
  return String(Math.round((Date.now() - beganAtMs) / 1_000)).padStart(4);
}
