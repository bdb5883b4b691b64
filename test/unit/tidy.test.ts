// A test over the repository itself: what no compiler sees and every reader stumbles over. It reads the files that
// git tracks or would track. Words it forbids are put together from pieces, so that it may read itself.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const MAX_LINES = 300;

const paths = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && isFile(path))
  .sort();
const folders = new Set(paths.flatMap(foldersAbove));
const texts = new Map(
  paths
    .filter((path) => !/\.(png|ico|woff2|gz)$/.test(path))
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);
const sources = [...texts].filter(([path]) => /\.(ts|mjs|cjs|js|sh)$/.test(path) || path === '.ci/run');
const documents = [...texts].filter(([path]) => path.endsWith('.md'));

describe('the repository', () => {
  it('names no package registry, so that it installs from whichever one the machine uses', () => {
    const hosts = [
      'registry.npmjs',
      'npmjs',
      'registry.yarnpkg',
      'npmmirror',
      'repo.maven',
      'repo1.maven',
      'pypi',
    ]
      .concat(['files.pythonhosted', 'proxy.golang', 'sum.golang', 'goproxy'])
      .map((host) => host.replaceAll('.', '\\.'));
    const pattern = new RegExp(`\\b(?:www\\.)?(?:${hosts.join('|')})\\.(?:org|com|io|apache|dev|cn)\\b`, 'i');
    expect(linesMatching(pattern, [...texts])).toEqual([]);
  });

  it('names no folder of the machine that it was written on', () => {
    const roots = ['work', 'root', 'home', 'Users', 'tmp'].join('|');
    expect(linesMatching(new RegExp(`(?<![\\w.~\\-})/])/(?:${roots})/[\\w.]`), [...texts])).toEqual([]);
  });

  it('holds no note of unfinished work', () => {
    const words = ['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK'].join('|');
    expect(linesMatching(new RegExp(`\\b(?:${words})\\b`), [...sources, ...documents])).toEqual([]);
  });

  it('runs every test that it contains', () => {
    const modifier = ['only', 'skip', 'skipIf', 'runIf', 'todo', 'fails'].join('|');
    const pattern = new RegExp(
      `\\b(?:describe|suite|it|test)(?:\\.\\w+)*\\.(?:${modifier})\\b|\\bx(?:it|describe)\\(`,
    );
    expect(linesMatching(pattern, sources)).toEqual([]);
  });

  it('mocks no module: tests share what they have loaded', () => {
    expect(linesMatching(/\bvi\.(?:mock|doMock|resetModules)\(/, sources)).toEqual([]);
  });

  it('asks in one place only how a running payment began', () => {
    const others = sources.filter(
      ([path]) => path.startsWith('workflows/') && path !== 'workflows/versions.ts',
    );
    expect(linesMatching(/\b(?:patched|deprecatePatch)\b/, others)).toEqual([]);
  });

  it('names files in kebab-case', () => {
    const byCustom = /^(README|CHANGELOG|CONTRIBUTING|SECURITY|LICENSE|NOTICE|Dockerfile)(\.\w+)*$/;
    const kebab = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
    const byMikroOrm = /^db\/migrations\/Migration\d{14}_[a-z0-9_]+\.ts$/;
    // Named after the event type that it describes, for those who look it up.
    const byEventType = /^docs\/api\/events\/payment\.[a-z_]+\.schema\.json$/;
    const odd = [...paths, ...folders].filter((path) => {
      const name = posix.basename(path);
      const isNamedElsewhere = byMikroOrm.test(path) || byEventType.test(path);
      return !byCustom.test(name) && !kebab.test(name) && !isNamedElsewhere;
    });
    expect(odd).toEqual([]);
  });

  it('opens every source file with a comment that says why it exists', () => {
    // The path of a test of one status of one route says all that its header could.
    const saidByPath = /^test\/api\/[\w-]+\/\d{3}\.test\.ts$/;
    const bare = sources.filter(
      ([path, text]) => !saidByPath.test(path) && !/^(?:#!.*\n)?\s*(?:\/\/|\/\*|#)\s*\S/.test(text),
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it(`keeps every source file under ${MAX_LINES} lines`, () => {
    const long = sources.map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });
});

describe('its documents', () => {
  it('link only to files and headings that exist', () => {
    const broken = documents.flatMap(([path, text]) =>
      linksOf(text)
        .filter((link) => !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('mention only paths that exist', () => {
    const dead = documents
      .filter(([path]) => path !== 'CHANGELOG.md')
      .flatMap(([path, text]) =>
        mentionedPaths(text)
          .filter((mentioned) => !isKnown(mentioned))
          .map((mentioned) => `${path}: ${mentioned}`),
      );
    expect(dead).toEqual([]);
  });
});

function isFile(path: string): boolean {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function linesMatching(pattern: RegExp, files: [path: string, text: string][]): string[] {
  return files.flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}

/** Targets of `[text](target)` and `[ref]: target` outside code, without those that name another site. */
function linksOf(markdown: string): string[] {
  const prose = withoutCodeBlocks(markdown).replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  return [...inline, ...references]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', heading] = decodeURI(link).split('#');
  const target =
    file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file)).replace(/\/$/, '');
  if (!texts.has(target) && !paths.includes(target) && !folders.has(target) && target !== '.') return false;
  if (heading === undefined || !target.endsWith('.md')) return true;
  return anchorsOf(texts.get(target) ?? '').has(heading);
}

/** Headings as the usual hosts turn them into anchors: lower case, punctuation dropped, spaces as hyphens. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...withoutCodeBlocks(markdown).matchAll(/^#{1,6}\s+(.*)$/gm)].map(
    (match) => match[1] ?? '',
  );
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** Code spans that can only be a path of this repository: they start with one of its folders, or name a source. */
function mentionedPaths(markdown: string): string[] {
  const spans = [...withoutCodeBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return spans.filter((span) => {
    if (!/^\.?[\w.-]+(?:\/[\w.-]+)*\/?$/.test(span)) return false;
    const first = span.split('/')[0] ?? '';
    return (span.includes('/') && folders.has(first)) || /\.(ts|mjs|md)$/.test(span);
  });
}

/** A mention may leave out leading folders, as `contract.ts` does in a paragraph about workflows. */
function isKnown(mentioned: string): boolean {
  const path = mentioned.replace(/\/$/, '');
  return [...paths, ...folders].some((known) => known === path || known.endsWith(`/${path}`));
}

function withoutCodeBlocks(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
}
