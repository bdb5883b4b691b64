// Cuts out of PortOne's OpenAPI document what our adapter speaks: its calls and the schemas they reach, without
// the prose. The contract tests validate against the result, which is committed.
//   node scripts/extract-portone-schema.mjs <the document> [<where to write>]
// The document: https://developers.portone.io/api/schema/v2/openapi.json
import { extractSubset, schemaNameOf } from './openapi-subset.mjs';

const [source, target = 'test/contract/portone-v2.subset.json'] = process.argv.slice(2);

extractSubset({
  source,
  target,
  script: 'scripts/extract-portone-schema.mjs',
  calls: [
    ['/payments', 'get'],
    ['/payments/{paymentId}', 'get'],
    ['/payments/{paymentId}/transactions', 'get'],
    ['/payments/{paymentId}/cancel', 'post'],
    ['/payments/{paymentId}/virtual-account/close', 'post'],
  ],
  changes:
    'titles, descriptions and x- keys left out; each discriminator written into its branches as an enum',
  mend: pinTags,
});

/**
 * The document types a tag as any string and tells its value in the union's discriminator only. JSON Schema's
 * `oneOf` needs it in the branch, or several branches match at once.
 */
function pinTags(all) {
  for (const union of Object.values(all)) {
    if (union.discriminator === undefined) continue;
    const { propertyName, mapping } = union.discriminator;
    for (const [tag, reference] of Object.entries(mapping)) {
      const branch = all[schemaNameOf(reference)];
      const known = branch.properties[propertyName].enum ?? [];
      branch.properties[propertyName] = { type: 'string', enum: [...new Set([...known, tag])] };
    }
    delete union.discriminator;
  }
}
