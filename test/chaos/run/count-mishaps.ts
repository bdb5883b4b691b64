/** How many webhooks went astray in which way: what was asked for, less what the simulator still had to do. */
import type { World } from './world.ts';

export function countMishaps({ gateway }: Pick<World, 'gateway'>) {
  const counts = new Map<string, number>();
  const add = (kind: string, count: number) => void counts.set(kind, (counts.get(kind) ?? 0) + count);

  async function withoutThoseLeft(): Promise<void> {
    for (const kind of await gateway.mishapsLeft().catch(() => [])) add(kind, -1);
  }

  return {
    note: (kind: string) => add(kind, 1),
    /** A simulator that ends forgets what it still had to do. */
    beforeRestart: withoutThoseLeft,
    async total(): Promise<ReadonlyMap<string, number>> {
      await withoutThoseLeft();
      return counts;
    },
  };
}
