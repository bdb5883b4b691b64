/** Instants are recognised on the wire when they come, and not a moment earlier. */
import { expect, it } from 'vitest';
import {
  onCommitting,
  onMoneyAnswer,
  onMoneyRequest,
  onNotingPublished,
  onRecorded,
  onWorkflowAnswer,
} from '../../support/instants.ts';
import type { Chunk, IsInstant } from '../../support/tcp-proxy.ts';

const client = (text: string, connection = 1): Chunk => ({
  from: 'client',
  bytes: Buffer.from(text),
  connection,
});
const server = (text: string, connection = 1): Chunk => ({
  from: 'server',
  bytes: Buffer.from(text),
  connection,
});

const CANCEL = 'POST /portone/payments/pay_1/cancel HTTP/1.1\r\nhost: x\r\n\r\n{}';
const ASK = 'GET /portone/payments/pay_1 HTTP/1.1\r\nhost: x\r\n\r\n';
const UPDATE = 'update "payment" set "status" = $1';
const LONG = 'x'.repeat(100);

it.each<readonly [string, IsInstant, readonly Chunk[]]>([
  ['before COMMIT', onCommitting(), [client('Qcommit\0', 2), client(UPDATE), client('Qcommit\0')]],
  ['after COMMIT', onRecorded(), [client(UPDATE), server('UPDATE 1\0'), server('COMMIT\0')]],
  ['after the acknowledgement', onNotingPublished(), [client(UPDATE), client('update "outbox_event" set')]],
  ['the request', onMoneyRequest('cancel'), [client(ASK), server(CANCEL), client(CANCEL)]],
  [
    'the answer',
    onMoneyAnswer('cancel'),
    [client(ASK), server('HTTP/1.1 200'), client(CANCEL), server('of another', 2), server('HTTP/1.1 200')],
  ],
  [
    'the answer about a workflow',
    onWorkflowAnswer(),
    [server(LONG), client('… payment-pay_1 …'), server('acknowledged'), server(LONG)],
  ],
])('%s', (_, isInstant, chunks) => {
  expect(chunks.map(isInstant)).toEqual(chunks.map((_chunk, index) => index === chunks.length - 1));
});
