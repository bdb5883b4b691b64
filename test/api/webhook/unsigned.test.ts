/** A gateway that does not sign its webhooks: a forged one changes nothing. What it may cost: 429.test.ts. */
import { describe, expect, it } from 'vitest';
import { statusChanged } from '../../support/toss-webhook.ts';
import { apiUnderTest } from '../support/api-under-test.ts';
import {
  addTossPayment as addPayment,
  sendTossWebhook as send,
  webhooks,
} from '../support/webhooks-under-test.ts';

describe('an unsigned webhook', () => {
  const api = apiUnderTest({ webhooks });

  it('asks for one look at the gateway, however often its transmission comes', async () => {
    const paymentId = addPayment(api);
    for (const _ of [1, 2, 3])
      expect((await send(api, statusChanged(paymentId, 'DONE'), 't-1')).status).toBe(200);
    expect(api.workflows.calls).toMatchObject([
      {
        update: 'webhook',
        payment: { paymentId },
        request: { provider: 'TOSS', deliveryId: 't-1', type: 'PAYMENT_STATUS_CHANGED' },
      },
    ]);
    expect(api.deliveries.recorded).toHaveLength(1);
  });

  it('without an id is known by its body', async () => {
    const paymentId = addPayment(api);
    await send(api, statusChanged(paymentId, 'ABORTED'), null);
    await send(api, statusChanged(paymentId, 'ABORTED'), null);
    await send(api, statusChanged(paymentId, 'DONE'), null);
    expect(api.workflows.calls).toHaveLength(2);
    expect(api.deliveries.recorded[0]?.deliveryId).toBe(`body-${api.deliveries.recorded[0]?.bodyHash}`);
  });

  it('does not tell by the answer which payments there are, and logs that this one is unknown', async () => {
    const known = await send(api, statusChanged(addPayment(api), 'DONE'));
    const unknown = await send(api, statusChanged('pay_unheard', 'DONE'));
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect(unknown.status).toBe(200);
    expect(api.log.join('')).toMatch(/"paymentId":"pay_unheard","outcome":"unknown_payment"/);
  });

  it('about another gateway’s payment opens nothing', async () => {
    const paymentId = addPayment(api, { provider: 'PORTONE' });
    expect((await send(api, statusChanged(paymentId, 'DONE'))).status).toBe(200);
    expect(api.workflows.calls).toEqual([]);
  });

  it('that says what is recorded already costs neither a look nor a row', async () => {
    const paymentId = addPayment(api, { status: 'PAID', pgTransactionId: 'tx-1' });
    for (const _ of [1, 2, 3]) expect((await send(api, statusChanged(paymentId, 'DONE'))).status).toBe(200);
    expect([api.workflows.calls, api.deliveries.recorded]).toEqual([[], []]);
    expect(api.log.join('')).toContain('"outcome":"known_already"');
  });

  it('that makes no sense is 400, and no alarm: anybody may have sent it', async () => {
    expect(await send(api, '{}')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    const [line] = api.log.filter((each) => each.includes('webhook not readable'));
    expect(line).toContain('"level":"warn"');
  });
});
