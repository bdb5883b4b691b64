/** The template of a gateway, as it stands: it fits the port, and whatever it is answered it claims to know nothing. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemplateGateway } from '../../../activities/gateway/template/adapter.ts';
import type { OnConfirmGateway } from '../../../domain/gateway-port.ts';
import { PROVIDERS } from '../../../domain/providers.ts';
import { Secret } from '../../../domain/secret.ts';
import { CANCEL_ORDER, CONFIRM_ORDER } from '../../../scripts/outcomes/samples.ts';
import { NEVER } from './simulated-store.ts';

const ANSWERS: [what: string, why: string, send: (response: ServerResponse) => void][] = [
  ['200 and any document', 'unlisted', (response) => response.end('{"status":"PAID","id":"pay_1"}')],
  ['200 and no JSON', 'unlisted', (response) => response.end('<html>')],
  ...[302, 400, 401, 403, 404, 409].map((status): (typeof ANSWERS)[number] => [
    `${status} and a code`,
    'unlisted',
    (response) => response.writeHead(status).end('{"code":"NOT_FOUND","message":"no"}'),
  ]),
  ['429', 'rate_limited', (response) => response.writeHead(429).end()],
  ['503', 'server_error', (response) => response.writeHead(503).end()],
  ['nothing', 'timeout', () => undefined],
  ['a reset', 'connection', (response) => response.destroy()],
];

let server: Server;
let send: (typeof ANSWERS)[number][2];
let apiUrl: string;

beforeAll(async () => {
  server = createServer((_request, response) => send(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Short only where it is waited out: a processor that has other work may take its time over an answer. */
function gatewayWaiting(timeoutMs: number): OnConfirmGateway {
  const settings = {
    apiUrl,
    secretKey: new Secret('s'),
    readTimeoutMs: timeoutMs,
    moneyTimeoutMs: timeoutMs,
  };
  return createTemplateGateway(settings, PROVIDERS[0]);
}

describe('the template', () => {
  it.each(ANSWERS)('answered by %s does not know (%s)', async (_what, why, answer) => {
    send = answer;
    const gateway = gatewayWaiting(why === 'timeout' ? 200 : 5_000);
    const unknown = { kind: 'unknown', why };
    const claim = { paymentId: 'pay_1', pgTransactionId: 'tx-1' };
    expect(await gateway.retrieve(claim, NEVER)).toEqual({ standing: unknown, claimed: 'undetermined' });
    expect(await gateway.confirm(CONFIRM_ORDER, NEVER)).toEqual(unknown);
    expect(await gateway.cancel(CANCEL_ORDER, NEVER)).toEqual(unknown);
    const closing = { paymentId: 'pay_1', idempotencyKey: 'k' };
    expect(await gateway.closeVirtualAccount(closing, NEVER)).toMatchObject({ kind: 'unknown' });
  });

  it('takes no method, and never sends with a key that it may have sent before', () => {
    expect(gatewayWaiting(200)).toMatchObject({ supportedMethods: [], idempotencyKeyLifetimeMs: 0 });
  });
});
