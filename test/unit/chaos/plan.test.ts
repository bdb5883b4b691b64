/** The seed is the campaign: the same one makes the same plan, and a plan leaves no kind of fault out. */
import { expect, it } from 'vitest';
import { parseOptions } from '../../chaos/options.ts';
import { makePlan } from '../../chaos/plan/make-plan.ts';
import { nameOf, WORLD_FAULT_KINDS } from '../../chaos/plan/world-faults.ts';

const LARGE = { seed: 7, payments: 2_000, profile: 'all' } as const;

it('the same seed makes the same plan, another one another', () => {
  expect(makePlan(LARGE)).toEqual(makePlan(LARGE));
  expect(makePlan({ ...LARGE, seed: 8 })).not.toEqual(makePlan(LARGE));
});

it('a longer campaign begins with the same payments', () => {
  const { scripts } = makePlan({ ...LARGE, payments: 3_000 });
  expect(scripts.slice(0, LARGE.payments)).toEqual(makePlan(LARGE).scripts);
});

it('no two payments have the same amount', () => {
  const amounts = makePlan(LARGE).scripts.map(({ amount }) => amount);
  expect(new Set(amounts).size).toBe(amounts.length);
});

it.each([LARGE, { seed: 1, payments: 1, profile: 'each-once' } as const])(
  'every kind of fault from outside strikes ($profile)',
  (options) => {
    const struck = makePlan(options).faults.map(nameOf);
    expect(WORLD_FAULT_KINDS.map(nameOf).filter((name) => !struck.includes(name))).toEqual([]);
  },
);

it('at least a fifth of the kills is aimed at an instant that matters', () => {
  const { faults } = makePlan(LARGE);
  const aimed = faults.filter(({ kind }) => kind === 'kill at').length;
  expect(aimed / faults.filter(({ kind }) => kind.startsWith('kill')).length).toBeGreaterThan(0.2);
});

it('options are refused by name', () => {
  expect(parseOptions(['--seed', '4', '--payments', '9'])).toEqual({
    ...{ seed: 4, payments: 9, profile: 'all', clients: 12, keep: false, 'quiet-within': 120 },
  });
  expect(() => parseOptions(['--seed', 'x', '--payments', '0'])).toThrow(/--seed: .*\n--payments: /);
});
