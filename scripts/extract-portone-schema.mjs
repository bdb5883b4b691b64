// Cuts out of PortOne's OpenAPI document what our adapter speaks: four calls and the schemas they reach, without
// the prose. The contract tests validate against the result, which is committed.
//   node scripts/extract-portone-schema.mjs <the document> [<where to write>]
// The document: https://developers.portone.io/api/schema/v2/openapi.json
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const CALLS = [
  ['/payments', 'get'],
  ['/payments/{paymentId}', 'get'],
  ['/payments/{paymentId}/transactions', 'get'],
  ['/payments/{paymentId}/cancel', 'post'],
];
const REFERENCE = /^#\/components\/schemas\/(.+)$/;

const [source, target = 'test/contract/portone-v2.subset.json'] = process.argv.slice(2);
if (source === undefined) {
  console.error('Which document? node scripts/extract-portone-schema.mjs <openapi.json>');
  process.exit(1);
}
const text = readFileSync(source, 'utf8');
const { openapi, info, paths, components } = JSON.parse(text);

const wantedPaths = Object.fromEntries(
  CALLS.map(([path, method]) => [path, { [method]: withoutProse(paths[path][method]) }]),
);
const schemas = reachedFrom(wantedPaths);
pinTags(schemas);
const subset = {
  openapi,
  info: { title: info.title, version: info.version },
  'x-extracted': {
    by: 'scripts/extract-portone-schema.mjs',
    sha256: createHash('sha256').update(text).digest('hex'),
    changes:
      'titles, descriptions and x- keys left out; each discriminator written into its branches as an enum',
  },
  paths: wantedPaths,
  components: { schemas },
};
writeFileSync(target, `${JSON.stringify(subset, null, 1)}\n`);
console.log(`${target}: ${CALLS.length} calls, ${Object.keys(schemas).length} schemas`);

/** `title` and `description` as strings only: a property may be called so too. */
function withoutProse(value) {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (value === null || typeof value !== 'object') return value;
  const isProse = ([key, inner]) =>
    key.startsWith('x-') || (['title', 'description', 'summary'].includes(key) && typeof inner === 'string');
  const kept = Object.entries(value).filter((entry) => !isProse(entry));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutProse(inner)]));
}

function reachedFrom(start) {
  const reached = {};
  const visit = (value) => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      const name = key === '$ref' ? REFERENCE.exec(inner)?.[1] : undefined;
      if (name === undefined) visit(inner);
      else if (!(name in reached)) {
        reached[name] = withoutProse(components.schemas[name]);
        visit(reached[name]);
      }
    }
  };
  visit(start);
  return Object.fromEntries(Object.entries(reached).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/**
 * The document types a tag as any string and tells its value in the union's discriminator only. JSON Schema's
 * `oneOf` needs it in the branch, or several branches match at once.
 */
function pinTags(all) {
  for (const union of Object.values(all)) {
    if (union.discriminator === undefined) continue;
    const { propertyName, mapping } = union.discriminator;
    for (const [tag, reference] of Object.entries(mapping)) {
      const branch = all[REFERENCE.exec(reference)[1]];
      const known = branch.properties[propertyName].enum ?? [];
      branch.properties[propertyName] = { type: 'string', enum: [...new Set([...known, tag])] };
    }
    delete union.discriminator;
  }
}
