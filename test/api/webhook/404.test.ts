import { describe, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { sendWebhook, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks });

it.each(['nobody', 'PORTONE', 'constructor', '__proto__'])(
  'ROUTE_NOT_FOUND for the provider %s',
  async (provider) => {
    const path = `/api/v1/webhooks/${provider}`;
    const { status, body } = await api.call(path, { method: 'POST', body: '{}', token: null });
    expect([status, body.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  },
);

describe('without a secret', () => {
  const bare = apiUnderTest({ webhooks: {} });

  it('ROUTE_NOT_FOUND for a provider whose webhooks could not be proved', async () => {
    expect((await sendWebhook(bare)).status).toBe(404);
  });
});
