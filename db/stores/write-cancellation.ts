/** Opens or amends the one cancellation row that a change concerns. */
import type {
  CancellationIdentity,
  NewCancellation,
  PaymentChange,
} from '../../domain/changes/payment-change.ts';
import { encryptColumn } from '../../platform/crypto/jwe.ts';
import { CancellationEntity } from '../entities/cancellation.ts';
import type { Reading } from './payment-reader.ts';

export type ChangeContext = {
  readonly now: Date;
  /** Names a refund of our own: a hash of payment, origin and the gateway's id. */
  readonly deriveCancellationId: (origin: string, pgId: string) => string;
  /** The words of the change's operator, encrypted; of a change without one, none. */
  readonly operatorWordsJwe?: string | undefined;
};

/** Returns the id of the row concerned, if any. */
export async function writeCancellation(
  within: Reading,
  change: PaymentChange,
  context: ChangeContext,
): Promise<string | undefined> {
  if (change.amend !== undefined) await amend(within, change.amend, context.now);
  if (change.open === undefined) return change.amend?.cancellationId;
  return await open(within, { paymentId: change.paymentId, row: change.open, context });
}

type Opening = { readonly paymentId: string; readonly row: NewCancellation; readonly context: ChangeContext };

async function open({ em, keyRing }: Reading, { paymentId, row, context }: Opening): Promise<string> {
  const { identity, amount, reason, origin, status, pgCancellationId, refundAccount } = row;
  const ids = idsOf(identity, (pgId) => context.deriveCancellationId(origin, pgId));
  em.create(CancellationEntity, {
    ...ids,
    payment: paymentId,
    ...{ amount, reason, origin, status },
    pgCancellationId: pgCancellationId ?? null,
    refundAccountJwe: refundAccount === undefined ? null : await encryptColumn(keyRing, refundAccount),
    requestedAt: context.now,
    settledAt: status === 'SUCCEEDED' ? context.now : null,
  });
  await em.flush();
  return ids.cancellationId;
}

function idsOf(identity: CancellationIdentity, derive: (pgId: string) => string) {
  if (identity.kind === 'derived') {
    return { cancellationId: derive(identity.pgId), idempotencyKeyHash: null, requestHash: null };
  }
  const { cancellationId, idempotencyKeyHash, requestHash } = identity;
  return { cancellationId, idempotencyKeyHash, requestHash };
}

async function amend(
  { em, keyRing }: Reading,
  fields: NonNullable<PaymentChange['amend']>,
  now: Date,
): Promise<void> {
  const row = await em.findOneOrFail(CancellationEntity, { cancellationId: fields.cancellationId });
  if (fields.amount !== undefined) row.amount = fields.amount;
  if (fields.pgCancellationId !== undefined) row.pgCancellationId = fields.pgCancellationId;
  if (fields.refusal !== undefined) row.refusal = fields.refusal;
  if (fields.refundAccount !== undefined)
    row.refundAccountJwe = await encryptColumn(keyRing, fields.refundAccount);
  if (fields.suppliedBy !== undefined) {
    row.idempotencyKeyHash = fields.suppliedBy.idempotencyKeyHash;
    row.requestHash = fields.suppliedBy.requestHash;
  }
  if (fields.status !== undefined) {
    row.status = fields.status;
    row.settledAt = fields.status === 'SUCCEEDED' || fields.status === 'FAILED' ? now : null;
  }
  await em.flush();
}
