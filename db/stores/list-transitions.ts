/** Every change of a payment, oldest first, for a person who reads its history. */
import { TransitionEntity } from '../entities/transition.ts';
import type { Database } from '../orm.ts';

export type RecordedChange = {
  readonly at: string;
  readonly transitionId: string;
  /** Null: its creation. */
  readonly from: string | null;
  readonly to: string;
};

export async function listTransitions(
  database: Database,
  paymentId: string,
): Promise<readonly RecordedChange[]> {
  const rows = await database.em
    .fork()
    .find(TransitionEntity, { payment: paymentId }, { orderBy: { version: 'asc' } });
  return rows.map(({ transitionId, fromStatus, toStatus, occurredAt }) => ({
    at: occurredAt.toISOString(),
    transitionId,
    from: fromStatus ?? null,
    to: toStatus,
  }));
}
