/** What operators did: written with the change, read for operators only, never for clients. */
import { z } from 'zod';
import type { PaymentChange } from '../../domain/changes/payment-change.ts';
import type { RecordedOperatorAction } from '../../domain/operator.ts';
import type { PaymentStatus } from '../../domain/payment.ts';
import { decryptColumn } from '../../platform/crypto/jwe.ts';
import type { KeyRing } from '../../platform/crypto/key-ring.ts';
import { OperatorActionEntity, type OperatorActionRow } from '../entities/operator-action.ts';
import type { Database } from '../orm.ts';

type EntityManager = Database['em'];

export type ActionWriting = {
  readonly fromStatus: PaymentStatus;
  readonly version: number;
  readonly wordsJwe: string | undefined;
  readonly now: Date;
};

/** Within the transaction of the change. */
export async function writeOperatorAction(
  em: EntityManager,
  { paymentId, transitionId, to, operator }: PaymentChange,
  { fromStatus, version, wordsJwe, now }: ActionWriting,
): Promise<void> {
  if (operator === undefined) return;
  if (wordsJwe === undefined) throw new Error("an operator's words are never stored in clear");
  const { action, outcome, result, cancellationId } = operator;
  em.create(OperatorActionEntity, {
    actionId: `${paymentId}/${transitionId}`,
    payment: paymentId,
    ...{ transitionId, version, action, outcome, result, cancellationId, wordsJwe, fromStatus },
    toStatus: to,
    occurredAt: now,
  });
  await em.flush();
}

/** Oldest first; of more than `limit` the latest. @throws UnknownKeyError, DecryptionError */
export async function listOperatorActions(
  database: Database,
  { keyRing, paymentId, limit }: { keyRing: KeyRing; paymentId: string; limit: number },
): Promise<readonly RecordedOperatorAction[]> {
  const rows = await database.em
    .fork()
    .find(OperatorActionEntity, { payment: paymentId }, { orderBy: { version: 'desc' }, limit });
  return await Promise.all(rows.reverse().map(async (row) => await toAction(row, keyRing)));
}

const wordsSchema = z.object({ who: z.string(), reason: z.string() });

async function toAction(row: OperatorActionRow, keyRing: KeyRing): Promise<RecordedOperatorAction> {
  const { action, result, fromStatus, toStatus, transitionId, wordsJwe } = row;
  return {
    ...{ action, result, fromStatus, toStatus, transitionId },
    outcome: row.outcome ?? null,
    cancellationId: row.cancellationId ?? null,
    at: row.occurredAt.toISOString(),
    ...wordsSchema.parse(await decryptColumn(keyRing, wordsJwe)),
  };
}
