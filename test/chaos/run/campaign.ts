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
import { heal } from './heal.ts';
import { type Lived, makeUp } from './make-up.ts';
import type { Strike } from './strike.ts';
import { createStrikes } from './strikes.ts';
import { untilQuiet } from './until-quiet.ts';
import type { World } from './world.ts';

/** What a real client waits at most for one answer. */
const ANSWER_WITHIN_MS = 15_000;
const MORE_PAYMENTS_FOR_MS = 5 * 60_000;

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
  /** Where each is to come about once: the payments that did not meet with what they were to meet with. */
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
  const life: Living = { ...options, say, strikes, clients, mishaps };
  try {
    const lived = await Promise.race([liveThrough(world, life), strikes.failure, stopped]);
    say(`${lived.length} payments lived`);
    await strikes.end();
    const healedAtMs = Date.now();
    await heal(world);
    say(`healed: ${strikes.done.filter(({ happened }) => happened).length} faults from outside have struck`);
    const calming = calmDown(world, life, lived);
    const calm = await Promise.race([calming, strikes.failure, stopped]);
    return {
      answers: clients.flatMap(({ answers }) => answers),
      strikes: strikes.done,
      mishaps: await mishaps.total(),
      ...calm,
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

/** All scripts, and as many of them again as the faults that have not struck yet take. */
async function liveThrough(world: World, options: Living): Promise<readonly Lived[]> {
  const { plan, strikes, clients, say } = options;
  const late: Promise<void>[] = [];
  const lived: Lived[] = [];
  let planned = 0;
  let more = 0;
  let moreUntilMs: number | undefined;

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
    return script && asPayment(plan.payments + more++, script);
  }

  async function liveWith(client: RecordingClient, script: PaymentScript): Promise<void> {
    const paymentId = await live(script, toolsOf(world, options, { client, script }));
    lived.push({ script, paymentId });
  }

  await Promise.all(
    clients.map(async (client) => {
      for (let script = next(); script !== undefined; script = next()) {
        const living = liveWith(client, script);
        // It waits for a payment's time to be over: meanwhile its client does other things.
        if (isLate(script)) late.push(living);
        else await living;
      }
    }),
  );
  await Promise.all(late);
  return lived;
}

/** Nothing strikes any more. */
async function calmDown(
  world: World,
  options: Living,
  lived: readonly Lived[],
): Promise<Pick<Campaign, 'payments' | 'undone' | 'unquiet'>> {
  const { plan, clients, say } = options;
  let payments = lived.length;
  const again = async (missed: PaymentScript): Promise<Lived> => {
    const script = asPayment(payments++, missed);
    const client = clients[script.index % clients.length];
    if (client === undefined) throw new Error('a campaign has clients');
    return { script, paymentId: await live(script, toolsOf(world, options, { client, script })) };
  };
  const { isEachOnce = false } = PROFILES[plan.profile];
  const undone = isEachOnce ? await makeUp(world, lived, { atOnce: clients.length, live: again }) : [];
  say(`${payments - lived.length} lived again`);
  const unquiet = await untilQuiet(world.rig, options.quietWithinMs);
  return { payments, undone, unquiet };
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
