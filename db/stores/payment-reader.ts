/**
 * Reads payments for the API and for the workflow: always what is committed, and a payment with its cancellations as of one
 * moment.
 */
import type { MethodType } from '../../domain/methods.ts';
import type { Payment, PaymentStatus } from '../../domain/payment.ts';
import type { KeyRing } from '../../platform/crypto/key-ring.ts';
import { CancellationEntity } from '../entities/cancellation.ts';
import { PaymentEntity, type PaymentRow } from '../entities/payment.ts';
import type { Database } from '../orm.ts';
import type { Records } from '../records.ts';
import { readVirtualAccount } from './bank-accounts.ts';
import { toPayment } from './to-payment.ts';

/** Rejects when the database does not answer. */
export type PaymentReader = {
  findById(paymentId: string): Promise<Payment | null>;
  /** Null for another user's as for nobody's, by the same one statement: neither takes longer. */
  findOwn(paymentId: string, userId: string): Promise<Payment | null>;
  /** One user's, newest first by (createdAt, paymentId), at most `limit`, strictly after `cursor`. */
  listMine(query: ListMineQuery): Promise<readonly Payment[]>;
};

export type ListMineQuery = {
  readonly userId: string;
  readonly limit: number;
  readonly cursor?: { readonly createdAt: string; readonly paymentId: string } | undefined;
  readonly status?: PaymentStatus | undefined;
  readonly method?: MethodType | undefined;
  /** createdAt, inclusive: ISO 8601 in UTC with milliseconds. */
  readonly from?: string | undefined;
  /** Exclusive. */
  readonly to?: string | undefined;
};

type EntityManager = Database['em'];

export function createPaymentReader({ database, keyRing }: Records): PaymentReader {
  const reading = (): Reading => ({ em: database.em.fork(), keyRing });
  return {
    findById: async (paymentId) => await findPayment(reading(), paymentId),
    findOwn: async (paymentId, userId) => {
      const find = async (em: EntityManager) => await em.find(PaymentEntity, { paymentId, userId });
      const [payment] = await atOneMoment(reading(), find);
      return payment ?? null;
    },
    listMine: async (query) => await atOneMoment(reading(), async (em) => await findMine(em, query)),
  };
}

/** One unit of work's view of the records. */
export type Reading = { readonly em: EntityManager; readonly keyRing: KeyRing };

/** Also within a transaction: sees what it wrote. */
export async function findPayment(reading: Reading, paymentId: string): Promise<Payment | null> {
  const [payment] = await findPayments(reading, [paymentId]);
  return payment ?? null;
}

/** Those that there are, in no order. */
export async function findPayments(
  reading: Reading,
  paymentIds: readonly string[],
): Promise<readonly Payment[]> {
  if (paymentIds.length === 0) return [];
  return await atOneMoment(
    reading,
    async (em) => await em.find(PaymentEntity, { paymentId: { $in: [...paymentIds] } }, { refresh: true }),
  );
}

async function findMine(em: EntityManager, query: ListMineQuery): Promise<readonly PaymentRow[]> {
  const { userId, limit, cursor, status, method, from, to } = query;
  return await em.find(
    PaymentEntity,
    {
      userId,
      ...(status === undefined ? {} : { status }),
      ...(method === undefined ? {} : { methodType: method }),
      createdAt: {
        ...(from === undefined ? {} : { $gte: new Date(from) }),
        ...(to === undefined ? {} : { $lt: new Date(to) }),
        // Implied by the cursor below, and what lets the index begin where the page does.
        ...(cursor === undefined ? {} : { $lte: new Date(cursor.createdAt) }),
      },
      ...(cursor === undefined
        ? {}
        : {
            $or: [
              { createdAt: { $lt: new Date(cursor.createdAt) } },
              { createdAt: new Date(cursor.createdAt), paymentId: { $lt: cursor.paymentId } },
            ],
          }),
    },
    { orderBy: { createdAt: 'desc', paymentId: 'desc' }, limit },
  );
}

/** Two statements, and a change between them would be seen by half. Who writes in a transaction has locked the row. */
async function atOneMoment(
  { em, keyRing }: Reading,
  findRows: (em: EntityManager) => Promise<readonly PaymentRow[]>,
): Promise<readonly Payment[]> {
  const read = async (within: EntityManager) =>
    await toPayments({ em: within, keyRing }, await findRows(within));
  return em.isInTransaction()
    ? await read(em)
    : await em.transactional(read, { isolationLevel: 'repeatable read', readOnly: true });
}

async function toPayments(
  { em, keyRing }: Reading,
  rows: readonly PaymentRow[],
): Promise<readonly Payment[]> {
  if (rows.length === 0) return [];
  const cancellations = await em.find(
    CancellationEntity,
    { payment: { $in: rows.map(({ paymentId }) => paymentId) } },
    { orderBy: { requestedAt: 'asc', cancellationId: 'asc' }, refresh: true },
  );
  return await Promise.all(
    rows.map(async (row) =>
      toPayment({
        row,
        cancellations: cancellations.filter(({ payment }) => payment === row.paymentId),
        virtualAccount: await readVirtualAccount(keyRing, row.virtualAccountJwe),
      }),
    ),
  );
}
