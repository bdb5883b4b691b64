/** The page on every error code, from the registry: as Markdown for the repository, as HTML behind a problem's `type`. */
import { ERRORS } from '../domain/errors.ts';

/** The text of `docs/api/errors.md`. */
export function renderErrorsMarkdown(): string {
  const sections = ENTRIES.map(([code, { status, title, detail }]) => {
    return `## ${code}\n\nHTTP ${status} · ${title.en} · ${title.ko}\n\n${detail.en}\n\n${detail.ko}\n`;
  });
  return `# Error codes\n\n${INTRODUCTION}\n\n${sections.join('\n')}`;
}

export function renderErrorsHtml(): string {
  const sections = ENTRIES.map(([code, { status, title, detail }]) => {
    return [
      `<section id="${code}"><h2>${code}</h2>`,
      `<p>HTTP ${status} · ${escapeHtml(title.en)} · <span lang="ko">${escapeHtml(title.ko)}</span></p>`,
      `<p>${escapeHtml(detail.en)}</p><p lang="ko">${escapeHtml(detail.ko)}</p></section>`,
    ].join('');
  });
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Error codes</title>',
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}',
    ':target{background:#fff3c4}</style>',
    `<h1>Error codes</h1><p>${escapeHtml(INTRODUCTION)}</p>${sections.join('\n')}</html>\n`,
  ].join('\n');
}

const INTRODUCTION =
  'A code is never renamed or reused. Words in braces are filled from the problem’s `params`.';

/** By status, then as the registry lists them. */
const ENTRIES = Object.entries(ERRORS).toSorted(([, left], [, right]) => left.status - right.status);

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
