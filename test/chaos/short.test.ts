/**
 * The campaign's short form: every kind of fault, every behaviour of clients, customers and the gateway once, against
 * real processes; then all records tell one story. `npm run chaos` is the long form.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canariesOf } from './canaries.ts';
import { judge } from './check/judge.ts';
import { storiesOf } from './check/story.ts';
import { makePlan } from './plan/make-plan.ts';
import { nameOf, WORLD_FAULT_KINDS } from './plan/world-faults.ts';
import { runCampaign } from './run/campaign.ts';
import { wake } from './run/heal.ts';
import { startWorld, type World } from './run/world.ts';

/**
 * A worker notices only after up to 45 s that its connection to Temporal is half-open. In this plan that strikes when
 * three quarters have begun: earlier, faults wait for that worker; later, the last payments do.
 */
const SEED = 742;
/** They mostly wait for answers. */
const CLIENTS = 8;
const WITHIN_MS = 5 * 60_000;

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  if (world === undefined) return;
  wake(world);
  await world.stop();
});

it(
  'each kind of fault strikes once, and all records tell one story',
  async () => {
    const plan = makePlan({ seed: SEED, payments: 1, profile: 'each-once' });
    const canaries = canariesOf(SEED);
    const campaign = await runCampaign(world, {
      ...{ plan, canaries },
      clients: CLIENTS,
      quietWithinMs: 120_000,
      // One that ends out of time has said how far it was.
      say: console.log,
    });
    const judgement = await judge(world, campaign, canaries);
    const found = { violations: judgement.violations, stories: storiesOf(judgement, campaign.strikes) };
    expect(found).toEqual({ violations: [], stories: [] });
    expect(judgement.replayed).toBeGreaterThanOrEqual(judgement.records.books.length);

    const struck = campaign.strikes.filter(({ happened }) => happened).map(({ name }) => name);
    expect(WORLD_FAULT_KINDS.map(nameOf).filter((name) => !struck.includes(name))).toEqual([]);
    expect(campaign.undone).toEqual([]);
  },
  WITHIN_MS,
);
