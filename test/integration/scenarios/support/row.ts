/** What a row of the table is: a rule's guarantee, whom it is played on, what goes wrong meanwhile, and how it ends. */
import type { AttentionReason } from '../../../../domain/attention.ts';
import type { EventType } from '../../../../domain/events.ts';
import type { PaymentStatus } from '../../../../domain/payment.ts';
import type { Provider } from '../../../../domain/providers.ts';
import type { CallName } from '../../../../sandbox/simulator/faults.ts';
import type { Cast } from './cast.ts';
import type { Fault } from './faults.ts';
import type { Stage } from './stage.ts';

/** The rules about money of the design, by their numbers. */
export const RULES = {
  1: 'unknown is not failed',
  2: 'only the gateway is believed, about our own id',
  3: 'late money goes back',
  4: 'compensation asks before it acts',
  5: 'one cancellation at a time',
  6: 'one transaction, once',
  7: 'nothing is forgotten',
} as const;

export type Rule = keyof typeof RULES;

export type Row = {
  readonly rule: Rule;
  /** What holds, whatever goes wrong. */
  readonly guarantee: string;
  /** The calls that go wrong, one at a time; or why it cannot be played on this gateway. */
  readonly on: Readonly<Record<Provider, readonly CallName[] | LeftOut>>;
  readonly faults: readonly Fault[];
  /** Left out: what the gateway takes at once. */
  readonly method?: 'VIRTUAL_ACCOUNT';
  /** Of two that race, either may come first: then the call that would go wrong may never be made. */
  readonly isRace?: true;
  /** Plays it, looking at each answer; resolves to the payment that it is about. */
  readonly play: (stage: Stage) => Promise<string>;
  /** How it must end; of several, in one of them. */
  readonly ends: (cast: Cast) => End | readonly End[];
};

export type LeftOut = { readonly leftOut: string };

/** One playing of a row. */
export type Scenario = Cast & { readonly row: Row };

export type End = {
  readonly status: PaymentStatus;
  readonly attention: AttentionReason | null;
  /** What the gateway ever took under our id, and holds now; minor units, by its journal. */
  readonly approved: number;
  readonly held: number;
  /** `<amount> <origin> <status>`, in the order in which they were asked for. */
  readonly cancellations: readonly string[];
  readonly events: readonly EventType[];
};

/** Nothing has moved, nobody needs to look: what a row says differs from that. */
export function ends(end: Pick<End, 'status'> & Partial<End>): End {
  return { attention: null, approved: 0, held: 0, cancellations: [], events: [], ...end };
}

export function scenariosOf(rows: readonly Row[]): readonly Scenario[] {
  return rows.flatMap((row) =>
    (['PORTONE', 'TOSS'] as const).flatMap((provider) =>
      callsOf(row, provider).flatMap((call) => row.faults.map((fault) => ({ row, provider, call, fault }))),
    ),
  );
}

export function titleOf({ row, provider, call, fault }: Scenario): string {
  return `rule ${row.rule}, ${provider}: ${row.guarantee}, when ${fault.when(call)}`;
}

export function callsOf({ on }: Row, provider: Provider): readonly CallName[] {
  const calls = on[provider];
  return 'leftOut' in calls ? [] : calls;
}
