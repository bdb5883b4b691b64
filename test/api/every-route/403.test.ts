import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { ROUTES } from './routes.ts';

const api = apiUnderTest();

it.each(ROUTES)('FORBIDDEN on $name without $scope', async ({ method, path, body, scope }) => {
  const other = scope === 'payments:read' ? 'payments:write' : 'payments:read';
  const answer = await api.call(path, { method, body, token: await api.keys.sign({ scope: other }) });
  expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
  expect(answer.headers.get('WWW-Authenticate')).toContain(`error="insufficient_scope", scope="${scope}"`);
  expect(api.workflows.calls).toEqual([]);
});
