import { expect, it } from 'vitest';
import { renderErrorsMarkdown } from '../../../api/error-pages.ts';
import { renderOpenApi } from '../../../api/openapi-document.ts';
import { ERRORS } from '../../../domain/errors.ts';
import { apiUnderTest } from '../support/api-under-test.ts';

const api = apiUnderTest();

it('serves the OpenAPI 3.1 document that is generated', async () => {
  const { status, text } = await api.call('/openapi.json', { token: null });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual(JSON.parse(await renderOpenApi()));
  expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0' });
});

it('serves a page whose every part comes from here', async () => {
  const page = await api.call('/docs', { token: null });
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part = '']) => part);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) {
    expect(part).toMatch(/^\/docs\//);
    expect((await api.call(part, { token: null })).status).toBe(200);
  }
});

it('explains every code where a problem’s type points to', async () => {
  const { text } = await api.call('/docs/errors', { token: null });
  for (const code of Object.keys(ERRORS)) {
    expect(text).toContain(`id="${code}"`);
    expect(renderErrorsMarkdown()).toContain(`\n## ${code}\n`);
  }
});
