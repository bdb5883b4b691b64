/** An operator at the rig: the update is sent as `worker/operator.ts` sends it. */
import { parseKeyRing } from '../../../../platform/crypto/key-ring.ts';
import type { OperatorMessage } from '../../../../worker/send-operator-update.ts';
import { withTemporal } from '../../../support/read-workflows.ts';
import type { Rig } from '../../../support/rig.ts';
import { sendAsOperator } from '../../../support/send-as-operator.ts';

export async function operate<Request>(
  { environment }: Rig,
  { paymentId }: { readonly paymentId: string },
  message: OperatorMessage<Request>,
) {
  const databaseUrl = environment['DATABASE_URL'] ?? '';
  const keyRing = parseKeyRing(environment['ENCRYPTION_KEYS'] ?? '');
  return await withTemporal(
    environment,
    async (client) => await sendAsOperator(paymentId, { client, databaseUrl, keyRing }, message),
  );
}
