/** The two columns that hold a bank account, read back: decrypted, and parsed before anybody uses them. */
import { z } from 'zod';
import type { VirtualAccount } from '../../domain/payment.ts';
import type { RefundAccount } from '../../domain/requests.ts';
import { decryptColumn } from '../../platform/crypto/jwe.ts';
import type { KeyRing } from '../../platform/crypto/key-ring.ts';
import { CancellationEntity } from '../entities/cancellation.ts';
import type { Records } from '../records.ts';

const virtualAccountSchema = z.object({
  bank: z.string(),
  accountNumber: z.string(),
  holderName: z.string().nullable(),
  dueAt: z.string(),
});

const refundAccountSchema = z.object({ bank: z.string(), accountNumber: z.string(), holderName: z.string() });

export async function readVirtualAccount(
  keyRing: KeyRing,
  jwe: string | null | undefined,
): Promise<VirtualAccount | null> {
  return jwe === null || jwe === undefined
    ? null
    : virtualAccountSchema.parse(await decryptColumn(keyRing, jwe));
}

/** For the one who sends it to the gateway, and for nobody else: it does not travel with the payment. */
export async function findRefundAccount(
  { database, keyRing }: Records,
  cancellationId: string,
): Promise<RefundAccount | undefined> {
  const row = await database.em.fork().findOneOrFail(CancellationEntity, { cancellationId });
  const { refundAccountJwe: jwe } = row;
  return jwe === null || jwe === undefined
    ? undefined
    : refundAccountSchema.parse(await decryptColumn(keyRing, jwe));
}
