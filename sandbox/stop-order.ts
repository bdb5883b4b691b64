// The parts of the sandbox in the order in which they are stopped: first who takes requests, last who keeps data.
export const stopOrder = [
  'api',
  'worker',
  'codec-server',
  'token-issuer',
  'simulator',
  'kafka',
  'temporal',
  'postgres',
] as const;

export type PartName = (typeof stopOrder)[number];

/** Whatever is not a part (a build, a migration) is stopped before all parts. */
export function byStopOrder(a: { readonly name: string }, b: { readonly name: string }): number {
  return rank(a.name) - rank(b.name);
}

function rank(name: string): number {
  return stopOrder.findIndex((part) => part === name);
}
