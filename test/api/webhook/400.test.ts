import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { sendWebhook, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks });

it.each(['imp_uid=1&status=paid', '{}', '{"type":"Transaction.Paid","data":{}}'])(
  'INVALID_REQUEST for a genuine one that is not in the documented form: %s',
  async (body) => {
    const answer = await sendWebhook(api, { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect([api.workflows.calls, api.deliveries.recorded]).toEqual([[], []]);
  },
);
