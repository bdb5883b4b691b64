/** An operator at any payment, found by its id as `npm run operator` finds it. */
import type { Client } from '@temporalio/client';
import { openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { Secret } from '../../domain/secret.ts';
import type { KeyRing } from '../../platform/crypto/key-ring.ts';
import { type OperatorMessage, sendOperatorUpdate } from '../../worker/send-operator-update.ts';
import type { OperatorAnswer } from '../../workflows/contract.ts';

export type OperatorsTools = {
  readonly client: Client;
  readonly databaseUrl: string;
  readonly keyRing: KeyRing;
};

/** @throws where there is no such payment. */
export async function sendAsOperator<Request>(
  paymentId: string,
  { client, databaseUrl, keyRing }: OperatorsTools,
  message: OperatorMessage<Request>,
): Promise<OperatorAnswer> {
  const database = await openDatabase({ url: new Secret(databaseUrl), poolSize: 1 });
  try {
    const payment = await createPaymentReader({ database, keyRing }).findById(paymentId);
    if (payment === null) throw new Error(`there is no payment ${paymentId}`);
    return await sendOperatorUpdate(client, payment, message);
  } finally {
    await database.close();
  }
}
