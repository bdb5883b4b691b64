/** Requests while nobody takes them up: a Temporal that takes calls and answers none. */
import { once } from 'node:events';
import { createServer } from 'node:http2';
import { expect, it, onTestFinished } from 'vitest';
import { createPaymentWorkflows } from '../../../api/payment-workflows.ts';
import { connectTemporalClient } from '../../../platform/temporal/client-connection.ts';
import { paymentRow } from '../../api/support/fake-payments.ts';
import { NEW_KEY, ringOf } from '../platform/keys.ts';

const ACCEPT_WITHIN_MS = 800;
const MAX_UNACCEPTED = 60;

it('fewer are sent after some were not taken up in time, and the rest are told at once', async () => {
  const workflows = await withoutAnswer();
  const sendMany = async () => {
    const acceptByMs = Date.now() + ACCEPT_WITHIN_MS;
    const budget = { acceptByMs, answerByMs: acceptByMs };
    return await Promise.all(
      Array.from({ length: 2 * MAX_UNACCEPTED }, async () => {
        const { kind } = await workflows.complete(paymentRow(), { pgTransactionId: 'tx-1' }, budget);
        return `${kind} ${Date.now() < acceptByMs - ACCEPT_WITHIN_MS / 2 ? 'at once' : 'too late'}`;
      }),
    );
  };
  const count = (answers: readonly string[], answer: string) =>
    answers.filter((each) => each === answer).length;
  const first = await sendMany();
  expect(count(first, 'unaccepted too late')).toBe(MAX_UNACCEPTED);
  expect(count(first, 'unaccepted at once')).toBe(MAX_UNACCEPTED);
  const second = await sendMany();
  expect(count(second, 'unaccepted too late')).toBe(MAX_UNACCEPTED * 0.7);
});

async function withoutAnswer() {
  const server = createServer().on('stream', (stream) => stream.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const client = connectTemporalClient({
    temporal: { address: `127.0.0.1:${address.port}`, namespace: 'default' },
    keyRing: ringOf(NEW_KEY),
  });
  onTestFinished(async () => {
    await client.connection.close();
    server.close();
  });
  return createPaymentWorkflows(client, MAX_UNACCEPTED);
}
