/** Records a decided change with its event in one transaction; safe to run twice. */

import { type WriteResult, writeChange } from '../db/stores/write-change.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import { deriveOwnCancellationId } from '../platform/crypto/derive-ids.ts';
import { encryptColumn } from '../platform/crypto/jwe.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

export function createDbWriteChange({ database, keyRing, now }: ActivityDeps) {
  return async function dbWriteChange(change: PaymentChange): Promise<WriteResult> {
    const { paymentId, operator } = change;
    return await translated(async () => {
      const words = operator === undefined ? undefined : { who: operator.who, reason: operator.reason };
      return await writeChange({ database, keyRing }, change, {
        now: now(),
        deriveCancellationId: (origin, pgId) => deriveOwnCancellationId({ paymentId, origin, pgId }),
        operatorWordsJwe: words === undefined ? undefined : await encryptColumn(keyRing, words),
      });
    });
  };
}
