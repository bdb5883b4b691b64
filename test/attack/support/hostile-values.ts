/** What may stand in an answer instead of what belongs there, and how it gets into it. */
export const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.1,
  1e21,
  '10000',
  '',
  [],
  {},
  ['PAID'],
  'toString',
  '__proto__',
  { toString: 'x', valueOf: null, toJSON: 'x' },
  'a\u0000b\r\n\u001b[2J\u009b2J',
  'half \ud800',
  'x'.repeat(100_000),
  '\u202egnp.exe',
  Array.from({ length: 1_000 }, () => ({})),
];

export type Path = readonly (string | number)[];

export function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, member]) =>
    pathsIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

export function withValue(value: unknown, [first, ...rest]: Path, changed: unknown): unknown {
  if (first === undefined) return changed;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === first ? withValue(item, rest, changed) : item));
  return { ...Object(value), [first]: withValue(Reflect.get(Object(value), first), rest, changed) };
}
