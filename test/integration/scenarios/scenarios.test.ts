/**
 * Every rule about money, over HTTP, on both gateways, while a call to the gateway goes wrong before its effect, after
 * it, or in its answer. After each the client has been told the truth, and the gateway's journal, our books and Kafka
 * agree to the won. The table is in `rows/`.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PROVIDERS } from '../../../domain/providers.ts';
import { ROWS } from './rows/rows.ts';
import { type Played, playScenario } from './support/play-scenario.ts';
import { callsOf, RULES, scenariosOf, titleOf } from './support/row.ts';
import { openWorld, type World } from './support/world.ts';

/** Nearly all of their time is waiting: for a client's 8 s, for the next attempt. */
vi.setConfig({ maxConcurrency: 14 });

const scenarios = scenariosOf(ROWS);
const played: Played[] = [];

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world?.stop();
});

describe('the table', () => {
  it('has each rule on each gateway, with a fault in each position', () => {
    const wanted = Object.keys(RULES).flatMap((rule) =>
      PROVIDERS.flatMap((provider) =>
        ['before', 'after', 'in the answer'].map((position) => `${rule} ${provider} ${position}`),
      ),
    );
    const there = scenarios.map(({ row, provider, fault }) => `${row.rule} ${provider} ${fault.position}`);
    expect([...new Set(there)]).toEqual(expect.arrayContaining(wanted));
  });

  it('has each scenario once, and each row on a gateway at least', () => {
    const titles = scenarios.map(titleOf);
    expect(new Set(titles).size).toBe(titles.length);
    expect(ROWS.filter((row) => PROVIDERS.every((provider) => callsOf(row, provider).length === 0))).toEqual(
      [],
    );
  });
});

describe('whatever goes wrong,', () => {
  it.concurrent.for(scenarios.map((scenario) => [titleOf(scenario), scenario] as const))(
    '%s',
    async ([, scenario]) => {
      played.push(await playScenario(scenario, world));
    },
  );
});

it('and when all of it is over, nothing has moved any more', async () => {
  expect(played.length).toBeGreaterThan(0);
  const paymentIds = played.flatMap((each) => each.paymentIds);
  const answers = played.flatMap((each) => each.answers);
  expect(await world.records.contradictions(paymentIds, answers)).toEqual([]);
});
