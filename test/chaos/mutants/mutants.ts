/**
 * The product, broken in one place each: a campaign that does not notice proves nothing. A mutant is a few replacements
 * of text, each of which must fit in exactly one place; it is applied to a copy, never here.
 */
import type { ProfileName } from '../plan/profiles.ts';

export type Edit = { readonly path: string; readonly find: string; readonly replace: string };

export type Mutant = {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The faults under which its guarantee stands or falls. */
  readonly profile: ProfileName;
  /** Any of these rules must be violated: another failure is no proof. */
  readonly caughtBy: readonly string[];
};

const ACTIVITY_INFO = "import { activityInfo } from '@temporalio/activity';\n";

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'compensation skipped',
    profile: 'late-money',
    caughtBy: ['every won is explained on both sides'],
    edits: [
      {
        path: 'domain/changes/on-standing.ts',
        find: "  if (decision.duty === 'give_back') {\n",
        replace: "  if (decision.duty === 'give_back') return {};\n  if (decision.duty === 'give_back') {\n",
      },
    ],
  },
  {
    name: 'new idempotency key on retry',
    profile: 'lost-refunds',
    caughtBy: ['money moves under one key'],
    edits: [
      {
        path: 'activities/gateway/portone/adapter.ts',
        find: "import { taggedReason } from '../cancel-reason.ts';\n",
        replace: `${ACTIVITY_INFO}import { taggedReason } from '../cancel-reason.ts';\n`,
      },
      {
        path: 'activities/gateway/portone/adapter.ts',
        find: 'idempotencyKey: order.cancellationId,',
        replace:
          "idempotencyKey: order.cancellationId + (activityInfo().attempt === 1 ? '' : `-${activityInfo().attempt}`),",
      },
    ],
  },
  {
    name: 'published before commit',
    profile: 'commits',
    caughtBy: ['consumers see what was committed', 'an answer and an event are of a payment'],
    edits: [
      {
        path: 'activities/db-write-change.ts',
        find: 'createDbWriteChange({ database, keyRing, now }: ActivityDeps)',
        replace: 'createDbWriteChange({ database, keyRing, now, publisher }: ActivityDeps)',
      },
      {
        path: 'activities/db-write-change.ts',
        find: '        now: now(),\n',
        replace: '        now: now(),\n        beforeCommit: (event) => publisher.publish(event),\n',
      },
      {
        path: 'db/stores/write-change.ts',
        find: '      await writeEvent(em, change.event, data);\n',
        replace: [
          '      await writeEvent(em, change.event, data);',
          '      const id = eventId(paymentId, row.eventSequence);',
          '      await context.beforeCommit?.({ id, type: change.event, payload: data, occurredAt: context.now });',
          '',
        ].join('\n'),
      },
    ],
  },
  {
    name: 'unknown read as declined',
    profile: 'silent-gateway',
    caughtBy: ['nothing ends without money unasked', 'every won is explained on both sides'],
    edits: [
      {
        path: 'activities/gateway-retrieve.ts',
        find: "  if (standing.kind === 'unknown') throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', standing);\n",
        replace: [
          "  const decline = { reason: 'OTHER', pgCode: 'UNKNOWN', pgMessage: '' };",
          "  if (standing.kind === 'unknown')",
          "    return { standing: { kind: 'declined', pgTransactionId: 'none', decline }, claimed: 'unasked' };",
          '',
        ].join('\n'),
      },
    ],
  },
  {
    name: 'missing unique index',
    profile: 'double-orders',
    caughtBy: ['one order has one living payment'],
    edits: [
      {
        path: 'db/migrations/Migration20261124203107_initial.ts',
        find: 'create unique index "payment_live_order_unique"',
        replace: 'create index "payment_live_order_unique"',
      },
    ],
  },
  {
    name: 'event id from the attempt',
    profile: 'acknowledgements',
    caughtBy: ['consumers see what was committed'],
    edits: [
      {
        path: 'activities/kafka/to-message.ts',
        find: "import type { Message } from 'kafkajs';\n",
        replace: `${ACTIVITY_INFO}import type { Message } from 'kafkajs';\n`,
      },
      {
        path: 'activities/kafka/to-message.ts',
        find: '      ce_id: id,\n',
        replace: "      ce_id: id + (activityInfo().attempt === 1 ? '' : `-${activityInfo().attempt}`),\n",
      },
    ],
  },
  {
    name: 'other steps when replayed',
    profile: 'double-orders',
    caughtBy: ['no code disagrees with its history'],
    edits: [
      {
        path: 'workflows/write.ts',
        find: "import { countChange } from './metrics.ts';\n",
        replace:
          "import { sleep, workflowInfo } from '@temporalio/workflow';\nimport { countChange } from './metrics.ts';\n",
      },
      {
        path: 'workflows/write.ts',
        find: '    const before = known(saga);\n',
        replace:
          '    if (workflowInfo().unsafe.isReplaying) await sleep(1);\n    const before = known(saga);\n',
      },
    ],
  },
];

/** @throws Error where it does not fit exactly once: then the mutant is to be written anew. */
export function mutated(text: string, { path, find, replace }: Edit): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${path}: what the mutant replaces is there ${places} times`);
  return text.replace(find, () => replace);
}
