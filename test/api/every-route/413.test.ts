import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { ROUTES_WITH_BODY } from './routes.ts';

const api = apiUnderTest({ limits: { bodyLimitBytes: 1_024 } });

it.each(ROUTES_WITH_BODY)(
  'BODY_TOO_LARGE on $name, by what was sent and not by what was claimed',
  async ({ method, path, body }) => {
    const large = JSON.stringify({ ...body, padding: 'x'.repeat(1_024) });
    for (const headers of [{}, { 'Content-Length': '10' }, { 'Content-Length': '9999999' }]) {
      const answer = await api.call(path, { method, body: large, headers });
      expect([answer.status, answer.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(answer.body.params).toEqual({ limitBytes: 1_024 });
    }
    expect(api.workflows.calls).toEqual([]);
  },
);
