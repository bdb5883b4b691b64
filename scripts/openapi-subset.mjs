// What the extraction of a part of an OpenAPI document needs, whoever's document it is.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const REFERENCE = /^#\/components\/schemas\/(.+)$/;

/**
 * Reads `source`, keeps `calls` ([path, method] each) and the schemas that they reach, lets `mend` change those, and
 * writes the rest to `target`. `changes` says in words what was changed.
 */
export function extractSubset({ source, target, calls, script, changes, mend }) {
  if (source === undefined) {
    console.error(`Which document? node ${script} <openapi.json>`);
    process.exit(1);
  }
  const text = readFileSync(source, 'utf8');
  const { openapi, info, paths, components } = JSON.parse(text);
  const wantedPaths = {};
  for (const [path, method] of calls) {
    wantedPaths[path] = { ...wantedPaths[path], [method]: withoutProse(paths[path][method]) };
  }
  const schemas = reachedFrom(wantedPaths, components.schemas);
  mend(schemas, wantedPaths);
  const subset = {
    openapi,
    info: { title: info.title, version: info.version },
    'x-extracted': { by: script, sha256: createHash('sha256').update(text).digest('hex'), changes },
    paths: wantedPaths,
    components: { schemas },
  };
  writeFileSync(target, `${JSON.stringify(subset, null, 1)}\n`);
  console.log(`${target}: ${calls.length} calls, ${Object.keys(schemas).length} schemas`);
}

export function schemaNameOf(reference) {
  return REFERENCE.exec(reference)?.[1];
}

/** `title`, `description` and `example` as texts only: a property may be called so too. */
function withoutProse(value) {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (value === null || typeof value !== 'object') return value;
  const isProse = ([key, inner]) =>
    key.startsWith('x-') ||
    (['title', 'description', 'summary'].includes(key) && typeof inner === 'string') ||
    (key === 'example' && (inner === null || typeof inner !== 'object'));
  const kept = Object.entries(value).filter((entry) => !isProse(entry));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutProse(inner)]));
}

function reachedFrom(start, all) {
  const reached = {};
  const visit = (value) => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      const name = key === '$ref' ? schemaNameOf(inner) : undefined;
      if (name === undefined) visit(inner);
      else if (!(name in reached)) {
        reached[name] = withoutProse(all[name]);
        visit(reached[name]);
      }
    }
  };
  visit(start);
  return Object.fromEntries(Object.entries(reached).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
