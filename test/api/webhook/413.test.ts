import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { sendWebhook, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks, limits: { bodyLimitBytes: 1_024 } });

it('BODY_TOO_LARGE, before anything is made of it', async () => {
  const answer = await sendWebhook(api, { data: { padding: 'x'.repeat(1_024) } });
  expect([answer.status, answer.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  expect(api.workflows.calls).toEqual([]);
});
