/**
 * What a worker leaves behind that died after COMMIT, where the update died with it: a record that its open workflow
 * does not know of. Temporal loses such an update now and then only (it was seen for 7 of 80 under load), so it is made
 * here; and the sweep that finds it need not be waited for.
 */
import { Client, Connection } from '@temporalio/client';
import { openDatabase } from '../../../../db/orm.ts';
import { writeChange } from '../../../../db/stores/write-change.ts';
import { Secret } from '../../../../domain/secret.ts';
import { parseKeyRing } from '../../../../platform/crypto/key-ring.ts';
import { SWEEP_SCHEDULE_ID } from '../../../../workflows/contract.ts';
import { query } from '../../../support/four-records.ts';
import type { Paid } from '../../../support/recording-client.ts';

type Environment = Readonly<Record<string, string>>;

/** Records as PAID, an hour ago, a READY payment of KRW 10,000. */
export async function commitUnseen(environment: Environment, { paymentId, pgTransactionId }: Paid) {
  const database = await openDatabase({ url: new Secret(environment['DATABASE_URL'] ?? ''), poolSize: 1 });
  const now = new Date();
  try {
    await writeChange(
      { database, keyRing: parseKeyRing(environment['ENCRYPTION_KEYS'] ?? '') },
      {
        ...{ paymentId, fromVersion: 1, transitionId: '1-approved', to: 'PAID', event: 'payment.completed' },
        set: {
          pgTransactionId,
          held: { amountMinor: 10_000, currency: 'KRW' },
          approvedAt: now.toISOString(),
        },
      },
      { now, deriveCancellationId: () => 'none is made' },
    );
  } finally {
    await database.close();
  }
  const anHourAgo = `update payment set updated_at = now() - interval '1 hour' where payment_id = '${paymentId}'`;
  await query(environment, anHourAgo);
}

export async function sweepNow(environment: Environment): Promise<void> {
  const connection = await Connection.connect({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  try {
    const client = new Client({ connection, namespace: environment['TEMPORAL_NAMESPACE'] ?? 'default' });
    await client.schedule.getHandle(SWEEP_SCHEDULE_ID).trigger();
  } finally {
    await connection.close();
  }
}
