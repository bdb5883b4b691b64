/** The plan as options: each behaviour and each fault with its count, in the order of the tables. */
import type { Plan } from './make-plan.ts';
import { nameOf } from './world-faults.ts';

export type Counts = ReadonlyMap<string, number>;

export type PlanSection = { readonly title: string; readonly counts: Counts };

export function describePlan({ scripts, faults }: Plan): readonly PlanSection[] {
  const each = (title: string, names: readonly string[]) => ({ title, counts: countOf(names) });
  const kills = faults.filter(({ kind }) => kind === 'kill' || kind === 'kill at');
  return [
    ...(['method', 'create', 'window', 'complete', 'cancel', 'read'] as const).map((group) =>
      each(
        group,
        scripts.map((script) => script[group]),
      ),
    ),
    each(
      'deposit',
      scripts.flatMap(({ method, deposit }) => (method === 'VIRTUAL_ACCOUNT' ? [deposit] : [])),
    ),
    each(
      'gateway misbehaves',
      scripts.flatMap(({ gatewayFaults }) =>
        gatewayFaults.flatMap(({ call, times, fault }) => Array(times).fill(`${call}: ${wordsOf(fault)}`)),
      ),
    ),
    each(
      'webhook',
      scripts.flatMap(({ webhookMishap }) => (webhookMishap ? [webhookMishap.kind] : [])),
    ),
    each('from outside', faults.map(nameOf)),
    each(
      'kills',
      kills.map(({ kind }) => (kind === 'kill at' ? 'aimed at an instant' : 'at any time')),
    ),
  ];
}

/** `reset at mid_body` */
function wordsOf(fault: { readonly kind: string; readonly at?: string }): string {
  return fault.at === undefined ? fault.kind : `${fault.kind} at ${fault.at}`;
}

export function countOf(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)));
}

/** `cut 3, latency 2` */
export function listed(counts: Counts): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}
