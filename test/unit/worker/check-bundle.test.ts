/** A worker must not run other workflows than those of its version: a bundle that was made before a change is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { faultsOfBundle } from '../../../worker/check-bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-bundle-'));
const bundle = join(folder, 'bundle.js');
const source = join(folder, 'saga.ts');

beforeEach(() => {
  writeFileSync(source, 'export const rule = 1;');
  writeFileSync(bundle, bundleOf({ [source]: 'export const rule = 1;', 'webpack/bootstrap': 'its own' }));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As `bundleWorkflowCode` ends a file. */
function bundleOf(sources: Readonly<Record<string, string>>): string {
  const map = { version: 3, sources: Object.keys(sources), sourcesContent: Object.values(sources) };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return `run();\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${encoded}`;
}

it('a bundle of the sources that are there, and none at all, have no fault', () => {
  expect([...faultsOfBundle(bundle), ...faultsOfBundle(null)]).toEqual([]);
});

it('a bundle from before a change is named, with what has changed and what to do', () => {
  writeFileSync(source, 'export const rule = 2;');
  expect(faultsOfBundle(bundle)).toEqual([
    `WORKFLOW_BUNDLE is "${bundle}", made from another version of ${source}: make it with npm run bundle -- ${bundle}`,
  ]);
});

it('a bundle of a source that is gone is named', () => {
  rmSync(source);
  expect(faultsOfBundle(bundle)).toEqual([expect.stringContaining(`another version of ${source}`)]);
});

it('a file that is not there, or is something else, is named', () => {
  expect(faultsOfBundle(join(folder, 'none.js'))).toEqual([expect.stringContaining('where no file is')]);
  expect(faultsOfBundle(source)).toEqual([expect.stringContaining('is no bundle of workflows')]);
});
