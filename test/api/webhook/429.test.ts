/** What unsigned webhooks may cost the gateway, whoever sends them. */
import { describe, expect, it } from 'vitest';
import { LOOKS_PER_PAYMENT } from '../../../api/routes/webhooks/limit-looks.ts';
import { statusChanged } from '../../support/toss-webhook.ts';
import { apiUnderTest } from '../support/api-under-test.ts';
import {
  addTossPayment as addPayment,
  sendTossWebhook as send,
  sendWebhook,
  webhooks,
} from '../support/webhooks-under-test.ts';

describe('many unsigned webhooks', () => {
  const limits = { unprovedLooks: { requests: 25, windowSeconds: 60 } };
  const [few, many, proved] = [
    apiUnderTest({ webhooks, limits }),
    apiUnderTest({ webhooks, limits }),
    apiUnderTest({ webhooks, limits: { unprovedLooks: { requests: 1, windowSeconds: 60 } } }),
  ];

  it('about one payment are looked at so often and no more; other payments have theirs', async () => {
    const most = LOOKS_PER_PAYMENT.requests;
    const [flooded, other] = [addPayment(few), addPayment(few)];
    const statuses: number[] = [];
    for (let nth = 0; nth < most + 20; nth += 1)
      statuses.push((await send(few, statusChanged(flooded, 'DONE'))).status);
    expect(statuses).toEqual([...Array<number>(most).fill(200), ...Array<number>(20).fill(429)]);
    expect(few.workflows.calls).toHaveLength(most);
    expect((await send(few, statusChanged(other, 'DONE'))).status).toBe(200);
    const refused = await send(few, statusChanged(flooded, 'DONE'));
    expect(refused.body.code).toBe('RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('about many payments cost the gateway so many questions and no more; none is taken for done', async () => {
    const ids = Array.from({ length: 30 }, () => addPayment(many));
    const answers = await Promise.all(ids.map(async (id) => await send(many, statusChanged(id, 'DONE'))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(25);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect([many.workflows.calls.length, many.deliveries.recorded.length]).toEqual([25, 25]);
  });

  it('keep out no signed one', async () => {
    const signed = Array.from({ length: 30 }, async () => await sendWebhook(proved));
    expect((await Promise.all(signed)).map(({ status }) => status)).toEqual(Array<number>(30).fill(200));
  });
});
