/** Everything as it should be: every link whole, every process awake, the gateway as good as its word. */
import { signalFamily } from './signal-family.ts';
import type { World } from './world.ts';

export async function heal(world: World): Promise<void> {
  wake(world);
  await world.gateway.behave();
}

/** So that whoever is to stop can. */
export function wake({ workers, apis, rig }: World): void {
  for (const { links, part } of [...workers, ...apis]) {
    for (const link of Object.values(links)) link.release();
    signalFamily(part.pid, 'SIGCONT');
  }
  for (const name of ['temporal', 'postgres', 'kafka', 'simulator'] as const) {
    signalFamily(rig.partOf(name).pid, 'SIGCONT');
  }
}
