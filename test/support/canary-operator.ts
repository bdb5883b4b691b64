/** An operator's words, written down with what he did: they may name a person. */
import type { Client } from '@temporalio/client';
import { expect } from 'vitest';
import { openDatabase } from '../../db/orm.ts';
import { createPaymentReader } from '../../db/stores/payment-reader.ts';
import { Secret } from '../../domain/secret.ts';
import type { KeyRing } from '../../platform/crypto/key-ring.ts';
import { sendOperatorUpdate } from '../../worker/send-operator-update.ts';
import { retryUpdate } from '../../workflows/contract.ts';

export type OperatorDrive = {
  readonly client: Client;
  readonly databaseUrl: string;
  readonly keyRing: KeyRing;
  readonly words: { readonly who: string; readonly reason: string };
};

export async function driveOperator(
  paymentId: string,
  { client, databaseUrl, keyRing, words: request }: OperatorDrive,
): Promise<void> {
  const database = await openDatabase({ url: new Secret(databaseUrl), poolSize: 1 });
  const payment = await createPaymentReader({ database, keyRing }).findById(paymentId);
  await database.close();
  const sent = payment && (await sendOperatorUpdate(client, payment, { update: retryUpdate, request }));
  expect(sent?.kind).toBe('retried');
}
