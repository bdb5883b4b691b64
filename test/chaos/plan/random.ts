/** Chance that the same seed repeats: mulberry32 over a hash of the seed and a name, so that no stream moves another. */

export type Random = {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** By weight; a weight of 0 is never drawn. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  shuffled<Item>(items: readonly Item[]): Item[];
};

export function createRandom(seed: number, stream: string): Random {
  let state = hash(`${seed} ${stream}`);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));

  function pick<Item>(items: readonly Item[]): Item {
    const [picked] = items.slice(between(0, items.length - 1));
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  function weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = namesOf(weights).filter((name) => weights[name] > 0);
    const total = names.reduce((sum, name) => sum + weights[name], 0);
    let left = next() * total;
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return pick(names);
  }

  function shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, order: next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }

  return { next, between, chance: (probability) => next() < probability, pick, weighted, shuffled };
}

/** A record made of literals has these names and no others. */
export function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the guarantee above
  return Object.keys(record) as Name[];
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const unit of text) value = Math.imul(value ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return value | 0;
}
