/** A bundle of other sources than these decides about money by other rules: no worker starts with one. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where the bundler writes down, at the end, what it was given. */
const SOURCE_MAP = /\/\/# sourceMappingURL=data:application\/json;[^,\n]*base64,([\w+/=]+)\s*$/;
const sourceMapSchema = z.object({
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
});

/** @param file null: there is none, and nothing to check. @returns one sentence per fault. */
export function faultsOfBundle(file: string | null): readonly string[] {
  if (file === null) return [];
  const fault = whatIsWrongWith(file);
  return fault === null
    ? []
    : [`WORKFLOW_BUNDLE is "${file}", ${fault}: make it with npm run bundle -- ${file}`];
}

function whatIsWrongWith(file: string): string | null {
  if (!existsSync(file)) return 'where no file is';
  const encoded = SOURCE_MAP.exec(readFileSync(file, 'utf8'))?.[1];
  if (encoded === undefined) return 'which is no bundle of workflows';
  const map = sourceMapSchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  const changed = map.sources.find(
    (path, index) => isOurs(path) && !isStill(path, map.sourcesContent[index]),
  );
  return changed === undefined ? null : `made from another version of ${changed}`;
}

/** The rest is the SDK's and the bundler's own. */
function isOurs(path: string): boolean {
  return path.endsWith('.ts') && !path.includes('/node_modules/');
}

function isStill(path: string, content: string | null | undefined): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === content;
}
